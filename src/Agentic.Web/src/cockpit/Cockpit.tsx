import '../app/deskTexts';
import '../desk/desk.css';
import './cockpit.css';
import { lazy } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, Route, Switch, useLocation } from 'wouter';
import { useStaffLive } from '../app/staff';
import { Lost, StaffPage } from '../app/StaffPage';
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
  return <StaffPage title={t('cockpit.title')}>{() => <Panel />}</StaffPage>;
}

function Panel() {
  const { t } = useTranslation('staff');
  const [path] = useLocation();
  const lost = useStaffLive();
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
      <Lost since={lost} />
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
