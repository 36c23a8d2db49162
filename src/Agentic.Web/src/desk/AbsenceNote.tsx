import { Button, NativeSelect, TextInput } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState, type FormEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { call, get, post } from '../app/api';
import { when } from '../app/format';
import { Icon } from '../app/Icon';
import { saidToStaff } from '../app/problems';
import { useSession } from '../app/session';
import type { Absences } from '../app/types';

/** Who is away, who stands in, and where one says so oneself. */
export function AbsenceNote() {
  const { t } = useTranslation('staff');
  const queries = useQueryClient();
  const { data: who } = useSession();
  const { data } = useQuery({
    queryKey: ['staff', 'absences'],
    queryFn: () => get<Absences>('/api/absences'),
    staleTime: 60_000,
  });
  const [until, setUntil] = useState('');
  const [deputy, setDeputy] = useState('');
  const [problem, setProblem] = useState<string>();
  if (!data) return null;
  const own = data.absences.find((absence) => absence.user === who?.user);
  const attempt = async (what: () => Promise<Absences>) => {
    setProblem(undefined);
    try {
      queries.setQueryData(['staff', 'absences'], await what());
    } catch (failed) {
      setProblem(saidToStaff(failed));
    }
  };
  const leave = (event: FormEvent) => {
    event.preventDefault();
    void attempt(() =>
      post<Absences>('/api/absences', {
        until: new Date(until).toISOString(),
        ...(deputy && { deputy }),
      }),
    );
  };
  return (
    <div className="absence">
      {data.absences.map((absence) => (
        <p key={absence.user}>
          <Icon name="clock" size={16} />{' '}
          {t(absence.deputyName ? 'absence.withDeputy' : 'absence.without', {
            name: absence.user === who?.user ? t('absence.you') : absence.name,
            until: when(absence.until),
            deputy: absence.deputyName,
          })}
        </p>
      ))}
      {problem && (
        <p role="alert" className="banner bad">
          {problem}
        </p>
      )}
      {own ? (
        <Button
          size="compact-sm"
          variant="default"
          onClick={() => void attempt(() => call<Absences>('DELETE', '/api/absences'))}
        >
          {t('absence.back')}
        </Button>
      ) : (
        <details>
          <summary>{t('absence.title')}</summary>
          <form className="stack" onSubmit={leave}>
            <TextInput
              type="datetime-local"
              size="xs"
              label={t('absence.until')}
              value={until}
              onChange={(event) => setUntil(event.currentTarget.value)}
              required
            />
            <NativeSelect
              size="xs"
              label={t('absence.deputy')}
              description={t('absence.deputyText')}
              value={deputy}
              onChange={(event) => setDeputy(event.currentTarget.value)}
              data={[
                { value: '', label: t('absence.nobody') },
                ...data.deputies.map((one) => ({ value: one.user, label: one.name })),
              ]}
            />
            <div>
              <Button type="submit" size="compact-sm" disabled={!until}>
                {t('absence.leave')}
              </Button>
            </div>
          </form>
        </details>
      )}
    </div>
  );
}
