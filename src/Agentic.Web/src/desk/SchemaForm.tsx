import { Button, Checkbox, NativeSelect, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { get } from '../app/api';

export interface Schema { type?: string; properties?: Record<string, Schema>; items?: Schema; enum?: string[]; required?: string[]; minimum?: number; maximum?: number; maxLength?: number }
interface Pack { id: string; schemas: Record<string, Schema> }

/** The arguments' schema by action, of all packs. */
export function useSchemas(): Record<string, Schema> {
  const { data } = useQuery({ queryKey: ['packs'], staleTime: Infinity, queryFn: () => get<Pack[]>('/api/packs') });
  return Object.assign({}, ...(data ?? []).map((pack) => pack.schemas)) as Record<string, Schema>;
}

type Values = Record<string, unknown>;

/** A form made of a JSON schema, so that every action of every pack has one. */
export function SchemaForm({ schema, value, onChange, path = '', optional = false }: { schema: Schema; value: Values; onChange: (next: Values) => void; path?: string; optional?: boolean }) {
  const { t } = useTranslation('staff');
  const set = (name: string, next: unknown) => {
    const copy = { ...value };
    if (next === undefined || next === '') delete copy[name];
    else copy[name] = next;
    onChange(copy);
  };
  return (
    <div className="schemaForm">
      {Object.entries(schema.properties ?? {}).map(([name, part]) => {
        const label = t(`field.${name}`, { defaultValue: name });
        // What may be left out as a whole asks for its parts only once it has one.
        const required = (schema.required?.includes(name) ?? false) && !(optional && Object.keys(value).length === 0);
        const id = `${path}${name}`;
        const current = value[name];
        if (part.enum) return <NativeSelect key={id} label={label} required={required} value={(current as string | undefined) ?? ''} data={[...(required ? [] : ['']), ...part.enum]} onChange={(event) => set(name, event.currentTarget.value)} />;
        if (part.type === 'boolean') return <Checkbox key={id} label={label} checked={!!current} onChange={(event) => set(name, event.currentTarget.checked)} />;
        if (part.type === 'integer' || part.type === 'number') {
          return <TextInput key={id} label={label} required={required} type="number" min={part.minimum} max={part.maximum} value={(current as number | undefined)?.toString() ?? ''} onChange={(event) => set(name, event.currentTarget.value === '' ? undefined : Number(event.currentTarget.value))} />;
        }
        if (part.type === 'object') {
          return <fieldset key={id}><legend>{label}</legend><SchemaForm schema={part} path={`${id}.`} optional={!required} value={(current as Values | undefined) ?? {}} onChange={(next) => set(name, Object.keys(next).length === 0 ? undefined : next)} /></fieldset>;
        }
        if (part.type === 'array') {
          const rows = (current as Values[] | undefined) ?? [];
          return (
            <fieldset key={id}>
              <legend>{label}</legend>
              {rows.map((row, index) => (
                <div key={index} className="schemaRow">
                  <SchemaForm schema={part.items ?? {}} path={`${id}.${index}.`} value={row} onChange={(next) => set(name, rows.map((other, at) => (at === index ? next : other)))} />
                  <Button size="compact-sm" variant="default" onClick={() => set(name, rows.filter((_, at) => at !== index))}>{t('form.remove')}</Button>
                </div>
              ))}
              <Button size="compact-sm" variant="default" onClick={() => set(name, [...rows, {}])}>{t('form.add')}</Button>
            </fieldset>
          );
        }
        return <TextInput key={id} label={label} required={required} maxLength={part.maxLength} value={(current as string | undefined) ?? ''} onChange={(event) => set(name, event.currentTarget.value)} />;
      })}
    </div>
  );
}
