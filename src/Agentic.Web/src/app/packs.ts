import { useQuery } from '@tanstack/react-query';
import i18next from 'i18next';
import type { Schema } from '../desk/SchemaForm';
import { get } from './api';
import { local } from './format';
import type { Pack } from './types';

/** The words of all packs beside the pages' own, which go first. */
async function load(): Promise<Pack[]> {
  const packs = await get<Pack[]>('/api/packs');
  for (const [key, text] of packs.flatMap((pack) => Object.entries(pack.words))) {
    for (const tongue of ['de', 'en'] as const) {
      if (i18next.getResource(tongue, 'staff', key) === undefined)
        i18next.addResource(tongue, 'staff', key, text[tongue], { silent: true });
    }
  }
  return packs;
}

const useLoaded = () => useQuery({ queryKey: ['packs'], staleTime: Infinity, queryFn: load });

const usePacks = (): Pack[] => useLoaded().data ?? [];

/** Reads the packs once. False until their words are there, or could not be had; later tries change nothing on the page. */
export const useWords = (): boolean => useLoaded().isFetched;

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
