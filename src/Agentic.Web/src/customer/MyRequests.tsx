import { Button, Title } from '@mantine/core';
import { useInfiniteQuery } from '@tanstack/react-query';
import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';
import { get, Problem } from '../app/api';
import { when } from '../app/format';
import type { Page, Request } from '../app/types';
import { statusSentence } from './status';

export function MyRequests() {
  const { t } = useTranslation();
  const { data, error, hasNextPage, fetchNextPage, isFetching } = useInfiniteQuery({
    queryKey: ['my'],
    initialPageParam: '',
    queryFn: ({ pageParam }) =>
      get<Page<Request>>(`/api/my/requests${pageParam ? `?after=${pageParam}` : ''}`),
    getNextPageParam: (page) => page.next,
    retry: (count, failed) => !(failed instanceof Problem) && count < 2,
  });
  useEffect(() => {
    document.title = `${t('my.title')} · Agentic`;
  }, [t]);
  const requests = data?.pages.flatMap((page) => page.items) ?? [];
  return (
    <div className="letter">
      <Title order={1}>{t('my.title')}</Title>
      {error && (
        <p className="banner bad" role="alert">
          {error instanceof Problem && error.status === 401 ? (
            <Link href="/sign-in?to=/my">{t('app.signIn')}</Link>
          ) : (
            t('connection.lost')
          )}
        </p>
      )}
      {data && requests.length === 0 && (
        <p>
          {t('my.empty')} <Link href="/">{t('request.new')}</Link>
        </p>
      )}
      <ul className="myRequests">
        {requests.map((request) => (
          <li key={request.id}>
            <Link href={`/r/${request.id}`}>
              <span className="words" lang={request.locale.slice(0, 2)}>
                {request.text}
              </span>
              <span className="quiet">
                {statusSentence(request, t)} · {when(request.updatedAt)}
              </span>
            </Link>
          </li>
        ))}
      </ul>
      {hasNextPage && (
        <Button variant="default" loading={isFetching} onClick={() => void fetchNextPage()}>
          {t('my.more')}
        </Button>
      )}
    </div>
  );
}
