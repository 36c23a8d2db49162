import { Validator, type Schema as JsonSchema } from '@cfworker/json-schema';
import type { TFunction } from 'i18next';
import { wordFor } from '../app/words';
import type { Schema } from './SchemaForm';

/** What is wrong with a field, by its path in the form: `items.0.line`. */
export type Faults = Record<string, string>;

/** Checked here as the API will check it, but all fields at once and in the reader's language. */
export function faultsOf(schema: Schema, value: unknown, t: TFunction<'staff'>): Faults {
  const faults: Faults = {};
  // Members that failed are named on their own; that their parent failed too says nothing new.
  for (const error of new Validator(schema as JsonSchema, '2020-12', false)
    .validate(value)
    .errors.filter(({ keyword }) => keyword !== 'properties' && keyword !== 'items')) {
    const at = parts(error.instanceLocation);
    if (error.keyword === 'required') at.push(/"(.+)"/.exec(error.error)?.[1] ?? '');
    const rule = parts(error.keywordLocation)
      .slice(0, -1)
      .reduce<unknown>((inner, part) => (inner as Record<string, unknown> | undefined)?.[part], schema) as
      Schema | undefined;
    faults[at.join('.')] ??= sentence(error.keyword, rule, at.at(-1), t);
  }
  return faults;
}

/** The path of a field that the API names, such as `arguments.items[0].line`. */
export const pathOf = (field: string | undefined) =>
  field?.replace(/^arguments\.?/, '').replaceAll(/\[(\d+)\]/g, '.$1');

const parts = (pointer: string) =>
  pointer
    .split('/')
    .slice(1)
    .map((part) => decodeURIComponent(part).replaceAll('~1', '/').replaceAll('~0', '~'));

function sentence(
  keyword: string,
  rule: Schema | undefined,
  field: string | undefined,
  t: TFunction<'staff'>,
): string {
  if (keyword === 'required' || (keyword === 'minLength' && rule?.minLength === 1))
    return t('form.fault.required');
  if (keyword === 'minimum' || keyword === 'maximum') {
    return rule?.maximum === undefined
      ? t('form.fault.atLeast', { minimum: rule?.minimum })
      : t('form.fault.range', { minimum: rule.minimum ?? '−∞', maximum: rule.maximum });
  }
  if (keyword === 'minItems') return t('form.fault.minItems', { count: rule?.minItems ?? 1 });
  if (keyword === 'maxItems') return t('form.fault.maxItems', { count: rule?.maxItems ?? 1 });
  if (keyword === 'maxLength') return t('form.fault.maxLength', { count: rule?.maxLength ?? 0 });
  if (keyword === 'uniqueItems') return t('form.fault.twice');
  if (keyword === 'enum')
    return t('form.fault.enum', {
      values: rule?.enum?.map((one) => wordFor(field, one)).join(', '),
    });
  if (keyword === 'type' && rule?.type === 'integer') return t('form.fault.integer');
  return t('form.fault.shape');
}
