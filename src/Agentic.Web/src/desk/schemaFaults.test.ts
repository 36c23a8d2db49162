import { describe, expect, it } from 'vitest';
import type { TFunction } from 'i18next';
import { faultsOf, pathOf } from './schemaFaults';
import type { Schema } from './SchemaForm';

const t = ((key: string, values?: object) =>
  key.replace('form.fault.', '') + JSON.stringify(values ?? {})) as unknown as TFunction<'staff'>;

const schema = {
  type: 'object',
  required: ['orderId', 'items'],
  properties: {
    orderId: { type: 'string', minLength: 1 },
    items: {
      type: 'array',
      minItems: 1,
      items: { type: 'object', properties: { quantity: { type: 'integer', minimum: 1, maximum: 9 } } },
    },
  },
} as unknown as Schema;

describe('faultsOf', () => {
  it('names every field that is wrong, at once', () => {
    expect(faultsOf(schema, { orderId: '', items: [{ quantity: 10 }, { quantity: 1.5 }] }, t)).toEqual({
      orderId: 'required{}',
      'items.0.quantity': 'range{"minimum":1,"maximum":9}',
      'items.1.quantity': 'integer{}',
    });
  });

  it('puts what is missing where it belongs', () => {
    expect(faultsOf(schema, { items: [] }, t)).toEqual({
      orderId: 'required{}',
      items: 'minItems{"count":1}',
    });
  });

  it('finds nothing in what fits', () => {
    expect(faultsOf(schema, { orderId: '10042', items: [{ quantity: 2 }] }, t)).toEqual({});
  });
});

describe('pathOf', () => {
  it('turns the field that the API names into the path in the form', () => {
    expect(pathOf('arguments.items[0].line')).toBe('items.0.line');
    expect(pathOf('arguments')).toBe('');
    expect(pathOf(undefined)).toBeUndefined();
  });
});
