import { useQuery } from '@tanstack/react-query';
import type { Schema } from '../desk/SchemaForm';
import { get } from './api';
import { local } from './format';
import type { LocalText } from './types';

interface Pack { id: string; schemas: Record<string, Schema>; catalogue: { action: string; workflow: string; name: LocalText }[] }

const usePacks = (): Pack[] => useQuery({ queryKey: ['packs'], staleTime: Infinity, queryFn: () => get<Pack[]>('/api/packs') }).data ?? [];

/** The arguments' schema by action, of one pack; of all packs while a request can still go to any. */
export function useSchemas(pack?: string): Record<string, Schema> {
  const packs = usePacks().filter((one) => pack === undefined || one.id === pack);
  return Object.assign({}, ...packs.reverse().map((one) => one.schemas)) as Record<string, Schema>;
}

/** What staff call an action, or the workflow of one, in the words of its pack. */
export function useActionName(): (id: string) => string {
  const catalogue = usePacks().flatMap((pack) => pack.catalogue);
  return (id) => local(catalogue.find((one) => one.action === id || one.workflow === id)?.name) || id;
}
