import { Title } from '@mantine/core';
import { useTranslation } from 'react-i18next';

export function NotFound() {
  const { t } = useTranslation();
  return (
    <div className="letter">
      <Title order={1}>{t('notFound.title')}</Title>
      <p>{t('notFound.text')}</p>
    </div>
  );
}
