import '../app/deskTexts';
import '../desk/desk.css';
import './cockpit.css';
import { lazy, useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, Route, Switch, useLocation } from 'wouter';
import { time } from '../app/format';
import { Icon } from '../app/Icon';
import { isStaff, useSession } from '../app/session';
import { usePacks } from '../app/packs';
import { useStaffLive } from '../app/staff';
import { Experience } from './Experience';
import { Now } from './Now';
import { Packs } from './Packs';
import { Processes } from './Processes';
import { RunDetail } from './RunDetail';
import { Runs } from './Runs';

// Drawing and layout of a map are as large as everything else together.
const Process = lazy(() => import('./Process'));

/** An instrument panel: quiet when all is well. */
export default function Cockpit() {
  const { t } = useTranslation('staff');
  const { data: who, isLoading } = useSession();
  const [path] = useLocation();
  useEffect(() => {
    document.title = `${t('cockpit.title')} · Agentic`;
  }, [t]);
  if (isLoading)
    return (
      <p className="quiet pad" role="status">
        {t('loading')}
      </p>
    );
  if (!isStaff(who))
    return (
      <div className="letter">
        <h1>{t('onlyStaff')}</h1>
        <p>
          <Link href={`/sign-in?to=${encodeURIComponent(path)}`}>{t('signIn')}</Link>
        </p>
      </div>
    );
  return <Panel path={path} />;
}

function Panel({ path }: { path: string }) {
  const { t } = useTranslation('staff');
  const lost = useStaffLive();
  usePacks();
  const tabs = [
    ['/cockpit', 'now'],
    ['/cockpit/runs', 'runs'],
    ['/cockpit/processes', 'processes'],
    ['/cockpit/experience', 'experience'],
    ['/cockpit/packs', 'packs'],
  ] as const;
  return (
    <div className="cockpit">
      <nav className="queueTabs" aria-label={t('cockpit.title')}>
        {tabs.map(([href, name]) => (
          <Link
            key={href}
            href={href}
            aria-current={(href === '/cockpit' ? path === href : path.startsWith(href)) ? 'page' : undefined}
          >
            {t(`cockpit.${name}`)}
          </Link>
        ))}
      </nav>
      {lost && (
        <p className="banner" role="status">
          <Icon name="alert" /> {t('lost', { time: time(lost) })}
        </p>
      )}
      <Switch>
        <Route path="/cockpit" component={Now} />
        <Route path="/cockpit/runs" component={Runs} />
        <Route path="/cockpit/runs/:id">{({ id }) => <RunDetail key={id} id={id} />}</Route>
        <Route path="/cockpit/processes" component={Processes} />
        <Route path="/cockpit/processes/:id/:version">
          {({ id, version }) => <Process key={`${id}/${version}`} id={id} version={version} />}
        </Route>
        <Route path="/cockpit/experience" component={Experience} />
        <Route path="/cockpit/packs" component={Packs} />
        <Route>
          <p className="quiet pad">{t('notThere')}</p>
        </Route>
      </Switch>
    </div>
  );
}
