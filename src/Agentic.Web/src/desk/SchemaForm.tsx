import { Button, Checkbox, NativeSelect, TextInput } from '@mantine/core';
import { useEffect, useId, useRef, useState, type FormEvent, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Problem } from '../app/api';
import { Icon } from '../app/Icon';
import { wordFor } from '../app/words';
import { faultsOf, pathOf, type Faults } from './schemaFaults';

export interface Schema {
  type?: string;
  properties?: Record<string, Schema>;
  items?: Schema;
  enum?: string[];
  required?: string[];
  minimum?: number;
  maximum?: number;
  minLength?: number;
  maxLength?: number;
  minItems?: number;
  maxItems?: number;
}
type Values = Record<string, unknown>;

/**
 * A form made of a JSON schema, so that every action of every pack has one. What is wrong is said at the field, and
 * all of it once more on top with a link to each field.
 */
export function SchemaForm({
  schema,
  value,
  onChange,
  onSubmit,
  refused,
  autoFocus = false,
  children,
}: {
  schema: Schema;
  value: Values;
  onChange: (next: Values) => void;
  onSubmit: () => void;
  refused?: Problem;
  autoFocus?: boolean;
  children: ReactNode;
}) {
  const { t } = useTranslation('staff');
  const prefix = useId();
  const [tried, setTried] = useState(0);
  const [faults, setFaults] = useState<Faults>({});
  const [unmended, setUnmended] = useState<Problem>();
  const form = useRef<HTMLFormElement>(null);
  const summary = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (autoFocus) form.current?.querySelector<HTMLElement>('input, select, button')?.focus();
  }, [autoFocus]);
  useEffect(() => setUnmended(refused), [refused]);
  const at = pathOf(unmended?.field);
  const shown: Faults = at ? { ...faults, [at]: unmended!.detail } : faults;
  const names = Object.keys(shown);
  useEffect(() => {
    if (names.length > 0) summary.current?.focus();
  }, [tried, unmended]);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const found = faultsOf(schema, value, t);
    setFaults(found);
    setUnmended(undefined);
    setTried(tried + 1);
    if (Object.keys(found).length === 0) onSubmit();
  };
  const change = (next: Values) => {
    onChange(next);
    setUnmended(undefined);
    // Once tried, what was mended is no fault any more; new ones wait for the next try.
    if (tried > 0)
      setFaults((known) =>
        Object.fromEntries(Object.entries(faultsOf(schema, next, t)).filter(([path]) => path in known)),
      );
  };
  return (
    <form ref={form} className="stack" onSubmit={submit} noValidate>
      {names.length > 0 && (
        <div ref={summary} className="banner bad faults" role="alert" tabIndex={-1}>
          <p>
            <Icon name="alert" /> {t('form.faults', { count: names.length })}
          </p>
          <ul>
            {names.map((path) => (
              <li key={path}>
                <a
                  href={`#${prefix}${path}`}
                  onClick={(event) => {
                    event.preventDefault();
                    document.getElementById(`${prefix}${path}`)?.focus();
                  }}
                >
                  {labelOf(path, t)}
                </a>
                : {shown[path]}
              </li>
            ))}
          </ul>
        </div>
      )}
      <Fields schema={schema} value={value} onChange={change} faults={shown} prefix={prefix} />
      {children}
    </form>
  );
}

const labelOf = (path: string, t: ReturnType<typeof useTranslation<'staff'>>['t']) =>
  path
    .split('.')
    .map((part) =>
      /^\d+$/.test(part) ? String(Number(part) + 1) : t(`field.${part}`, { defaultValue: part }),
    )
    .join(' ');

interface Part {
  schema: Schema;
  value: Values;
  onChange: (next: Values) => void;
  faults: Faults;
  prefix: string;
  path?: string;
  optional?: boolean;
}

function Fields({ schema, value, onChange, faults, prefix, path = '', optional = false }: Part) {
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
        // What may be left out as a whole asks for its parts only once it has one.
        const required =
          (schema.required?.includes(name) ?? false) && !(optional && Object.keys(value).length === 0);
        const at = `${path}${name}`;
        const field = {
          id: prefix + at,
          label: t(`field.${name}`, { defaultValue: name }),
          error: faults[at],
        };
        const current = value[name];
        if (part.enum)
          return (
            <NativeSelect
              key={at}
              {...field}
              required={required}
              value={(current as string | undefined) ?? ''}
              data={[
                ...(required && current ? [] : ['']),
                ...part.enum.map((one) => ({
                  value: one,
                  label: wordFor(name, one),
                })),
              ]}
              onChange={(event) => set(name, event.currentTarget.value)}
            />
          );
        if (part.type === 'boolean')
          return (
            <Checkbox
              key={at}
              {...field}
              checked={!!current}
              onChange={(event) => set(name, event.currentTarget.checked)}
            />
          );
        if (part.type === 'integer' || part.type === 'number') {
          return (
            <TextInput
              key={at}
              {...field}
              required={required}
              type="number"
              min={part.minimum}
              max={part.maximum}
              value={(current as number | undefined)?.toString() ?? ''}
              onChange={(event) =>
                set(name, event.currentTarget.value === '' ? undefined : Number(event.currentTarget.value))
              }
            />
          );
        }
        if (part.type === 'object') {
          return (
            <fieldset key={at} id={field.id} tabIndex={-1}>
              <legend>{field.label}</legend>
              {field.error && <p className="fault">{field.error}</p>}
              <Fields
                schema={part}
                path={`${at}.`}
                optional={!required}
                value={(current as Values | undefined) ?? {}}
                onChange={(next) => set(name, Object.keys(next).length === 0 ? undefined : next)}
                faults={faults}
                prefix={prefix}
              />
            </fieldset>
          );
        }
        if (part.type === 'array') {
          const rows = (current as Values[] | undefined) ?? [];
          const setRows = (next: Values[]) => set(name, next.length === 0 && !required ? undefined : next);
          return (
            <fieldset key={at} id={field.id} tabIndex={-1}>
              <legend>{field.label}</legend>
              {field.error && <p className="fault">{field.error}</p>}
              {rows.map((row, index) => (
                <div key={index} className="schemaRow" id={`${field.id}.${index}`} tabIndex={-1}>
                  {faults[`${at}.${index}`] && <p className="fault">{faults[`${at}.${index}`]}</p>}
                  <Fields
                    schema={part.items ?? {}}
                    path={`${at}.${index}.`}
                    value={row}
                    onChange={(next) =>
                      setRows(rows.map((other, position) => (position === index ? next : other)))
                    }
                    faults={faults}
                    prefix={prefix}
                  />
                  <Button
                    size="compact-sm"
                    variant="default"
                    onClick={() => setRows(rows.filter((_, position) => position !== index))}
                  >
                    {t('form.remove')}
                  </Button>
                </div>
              ))}
              <Button size="compact-sm" variant="default" onClick={() => setRows([...rows, {}])}>
                {t('form.add')}
              </Button>
            </fieldset>
          );
        }
        return (
          <TextInput
            key={at}
            {...field}
            required={required}
            maxLength={part.maxLength}
            value={(current as string | undefined) ?? ''}
            onChange={(event) => set(name, event.currentTarget.value)}
          />
        );
      })}
    </div>
  );
}
