import { useQuery, useQueryClient } from '@tanstack/react-query';
import { call, get, post } from './api';
import { forgetDrafts } from './draft';
import { setZone } from './format';
import type { About, WhoAmI } from './types';

function known(about: About): About {
  setZone(about.zone);
  return about;
}

/** The host writes it into the page; a development server does not. */
function written(): About | undefined {
  try {
    return known(
      JSON.parse(document.querySelector<HTMLMetaElement>('meta[name="about"]')?.content ?? '') as About,
    );
  } catch {
    return undefined;
  }
}

export const useAbout = () =>
  useQuery({
    queryKey: ['about'],
    queryFn: () => get<About>('/api/about').then(known),
    staleTime: Infinity,
    initialData: written,
  });

/** Who is signed in; null for nobody. */
export function useSession() {
  return useQuery({
    queryKey: ['session'],
    staleTime: 60_000,
    queryFn: async () => (await get<WhoAmI | undefined>('/api/session')) ?? null,
  });
}

/** Signs in and out, and drops the cached data of whoever was signed in before. */
export function useSignIn() {
  const queries = useQueryClient();
  const forget = async () => {
    // An answer that is on its way still belongs to whoever was here before.
    await queries.cancelQueries();
    queries.removeQueries({
      predicate: (query) => !['about', 'session'].includes(String(query.queryKey[0])),
    });
    await queries.invalidateQueries({ queryKey: ['session'] });
  };
  return {
    signIn: async (user: string, password: string) => {
      await post('/api/session', { user, password, cookie: true });
      await forget();
    },
    signOut: async () => {
      await call('DELETE', '/api/session');
      forgetDrafts();
      await forget();
    },
    verified: forget,
  };
}

const staff = ['agent-desk', 'approver', 'senior-approver', 'ops', 'cx', 'privacy', 'admin'];
export const isStaff = (who: WhoAmI | null | undefined) =>
  !!who && who.roles.some((role) => staff.includes(role));
