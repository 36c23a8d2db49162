import { useTranslation } from 'react-i18next';

/** @param pad where no surrounding page leaves room */
export function Loading({ pad = false }: { pad?: boolean }) {
  const { t } = useTranslation('staff');
  return (
    <p className={pad ? 'quiet pad' : 'quiet'} role="status">
      {t('loading')}
    </p>
  );
}
