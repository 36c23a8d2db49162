import { Button } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Loading } from '../app/Loading';
import { Problem } from '../app/api';
import type { Approval } from '../app/types';
import { Plain } from './Plain';
import { useSchemas } from '../app/packs';
import { SchemaForm } from './SchemaForm';

export function Confirm({
  label,
  button,
  busy,
  onSend,
  onCancel,
}: {
  label: string;
  button: string;
  busy: boolean;
  onSend: () => void;
  onCancel: () => void;
}) {
  const { t } = useTranslation('staff');
  return (
    <form
      className="confirm"
      onSubmit={(event) => {
        event.preventDefault();
        onSend();
      }}
    >
      <p>{label}</p>
      <div className="buttons">
        <Button type="submit" size="md" loading={busy} autoFocus data-autofocus>
          {button} <kbd>↵</kbd>
        </Button>
        <Button size="md" variant="default" onClick={onCancel}>
          {t('cancel')} <kbd>Esc</kbd>
        </Button>
      </div>
    </form>
  );
}

export function Send({
  label,
  busy,
  disabled,
  onCancel,
}: {
  label: string;
  busy: boolean;
  disabled: boolean;
  onCancel: () => void;
}) {
  const { t } = useTranslation('staff');
  return (
    <div className="buttons">
      <Button type="submit" size="md" loading={busy} disabled={disabled}>
        {label}
      </Button>
      <Button size="md" variant="default" onClick={onCancel}>
        {t('cancel')}
      </Button>
    </div>
  );
}

export function Edit({
  approval,
  busy,
  refused,
  onSend,
  onCancel,
}: {
  approval: Approval;
  busy: boolean;
  refused?: Problem;
  onSend: (changed: Record<string, unknown>) => void;
  onCancel: () => void;
}) {
  const { t } = useTranslation('staff');
  const schema = useSchemas(approval.pack)[approval.action];
  const [value, setValue] = useState<Record<string, unknown>>(() => structuredClone(approval.arguments));
  const changed = Object.keys({ ...value, ...approval.arguments }).filter(
    (name) => JSON.stringify(value[name]) !== JSON.stringify(approval.arguments[name]),
  );
  if (!schema) return <Loading />;
  return (
    <SchemaForm
      schema={schema}
      value={value}
      onChange={setValue}
      onSubmit={() => onSend(value)}
      refused={refused}
      autoFocus
    >
      {changed.length > 0 && (
        <table className="diff">
          <thead>
            <tr>
              <th>{t('diff.field')}</th>
              <th>{t('diff.before')}</th>
              <th>{t('diff.after')}</th>
            </tr>
          </thead>
          <tbody>
            {changed.map((name) => (
              <tr key={name}>
                <th scope="row">{t(`field.${name}`, { defaultValue: name })}</th>
                <td>
                  <Plain value={approval.arguments[name]} field={name} />
                </td>
                <td>
                  <Plain value={value[name]} field={name} />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      <p className="quiet">{t('desk.editText')}</p>
      <Send label={t('desk.editNow')} busy={busy} disabled={changed.length === 0} onCancel={onCancel} />
    </SchemaForm>
  );
}
