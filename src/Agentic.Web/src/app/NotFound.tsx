import { Title } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';

export function NotFound() {
  const { t } = useTranslation();
  return (
    <div className="letter">
      <Title order={1}>{t('notFound.title')}</Title>
      <p>{t('notFound.text')}</p>
      <p>
        <Link href="/">{t('notFound.start')}</Link>
      </p>
    </div>
  );
}
