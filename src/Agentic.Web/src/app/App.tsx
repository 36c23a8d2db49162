import { lazy, Suspense } from 'react';
import { useTranslation } from 'react-i18next';
import { Route, Switch } from 'wouter';
import { MyRequests } from '../customer/MyRequests';
import { RequestPage } from '../customer/RequestPage';
import { Start } from '../customer/Start';
import { NotFound } from './NotFound';
import { Shell } from './Shell';

// What only staff sees, customers do not load.
const SignIn = lazy(() => import('./SignIn').then((module) => ({ default: module.SignIn })));
const Desk = lazy(() => import('../desk/Desk'));
const Cockpit = lazy(() => import('../cockpit/Cockpit'));

export function App() {
  const { t } = useTranslation();
  return (
    <Shell>
      <Suspense
        fallback={
          <p className="quiet" role="status">
            {t('app.loading')}
          </p>
        }
      >
        <Switch>
          <Route path="/" component={Start} />
          <Route path="/my" component={MyRequests} />
          <Route path="/r/:id">{({ id }) => <RequestPage key={id} id={id} />}</Route>
          <Route path="/sign-in" component={SignIn} />
          <Route path="/desk/*?" component={Desk} />
          <Route path="/cockpit/*?" component={Cockpit} />
          <Route component={NotFound} />
        </Switch>
      </Suspense>
    </Shell>
  );
}
