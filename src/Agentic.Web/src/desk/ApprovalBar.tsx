import { Button } from '@mantine/core';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { post, Problem } from '../app/api';
import { money } from '../app/format';
import { Icon } from '../app/Icon';
import { Words } from '../app/Words';
import type { Approval } from '../app/types';
import { setShortcuts, shortcutsOn } from './keys';
import { Confirm, Edit, Send } from './ApprovalForms';

export type Bar = 'approve' | 'reject' | 'edit' | 'question' | 'takeover';
const quick = ['notPlausible', 'otherMeant', 'alreadySettled'] as const;

/** What one may do about an open approval, and the form of what was chosen. */
export function ApprovalBar({
  approval,
  bar,
  begin,
  cancel,
  busy,
  held,
  canApprove,
  question,
  problem,
  refused,
  send,
}: {
  approval: Approval;
  bar?: Bar;
  begin: (next: Bar) => () => void;
  cancel: () => void;
  busy: boolean;
  held: boolean;
  canApprove: boolean;
  question: string;
  problem?: string;
  refused?: Problem;
  send: (path: string, body: unknown, next: boolean) => void;
}) {
  const { t } = useTranslation('staff');
  const [text, setText] = useState('');
  const [keys, setKeys] = useState(shortcutsOn);
  // Words for one act are not sent with another.
  useEffect(() => setText(''), [bar]);
  const decide = (decision: string, more: object = {}) =>
    send('decision', { seal: approval.seal, decision, ...more }, true);
  return (
    <footer className="actionBar">
      {problem && (
        <p className="banner bad" role="alert">
          <Icon name="alert" /> {problem}
        </p>
      )}
      {bar === undefined && (
        <div className="buttons">
          <Button size="md" disabled={!canApprove} onClick={begin('approve')}>
            {approval.atRisk ? t('desk.approveMoney', { amount: money(approval.atRisk) }) : t('desk.approve')}{' '}
            <kbd>a</kbd>
          </Button>
          <Button size="md" variant="default" disabled={held} onClick={begin('reject')}>
            {t('desk.reject')} <kbd>r</kbd>
          </Button>
          <Button size="md" variant="default" disabled={held} onClick={begin('edit')}>
            {t('desk.edit')} <kbd>e</kbd>
          </Button>
          <Button size="md" variant="default" disabled={held} onClick={begin('question')}>
            {t('desk.ask')} <kbd>q</kbd>
          </Button>
          <Button size="md" variant="default" disabled={held} onClick={begin('takeover')}>
            {t('desk.takeOver')} <kbd>t</kbd>
          </Button>
        </div>
      )}
      {bar === 'approve' && (
        <Confirm
          label={question}
          button={t('desk.send')}
          busy={busy}
          onSend={() => decide('approve')}
          onCancel={cancel}
        />
      )}
      {bar === 'reject' && (
        <form
          className="stack"
          onSubmit={(event) => {
            event.preventDefault();
            decide('reject', { reason: text.trim() });
          }}
        >
          <div className="quick">
            {quick.map((reason) => (
              <Button
                key={reason}
                type="button"
                size="compact-sm"
                variant="default"
                onClick={() => setText(t(`quick.${reason}`))}
              >
                {t(`quick.${reason}`)}
              </Button>
            ))}
          </div>
          <Words
            label={t('desk.reason')}
            description={t('desk.reasonFor')}
            value={text}
            onChange={setText}
            required
            most={2000}
          />
          <Send label={t('desk.rejectNow')} busy={busy} disabled={!text.trim()} onCancel={cancel} />
        </form>
      )}
      {bar === 'question' && (
        <form
          className="stack"
          onSubmit={(event) => {
            event.preventDefault();
            send('question', { text: text.trim() }, false);
          }}
        >
          <Words label={t('desk.question')} value={text} onChange={setText} required most={2000} />
          <Send label={t('desk.askNow')} busy={busy} disabled={!text.trim()} onCancel={cancel} />
        </form>
      )}
      {bar === 'takeover' && (
        <Confirm
          label={t('desk.takeOverText')}
          button={t('desk.takeOverNow')}
          busy={busy}
          onSend={() => send('takeover', {}, true)}
          onCancel={cancel}
        />
      )}
      {bar === 'edit' && (
        <Edit
          approval={approval}
          busy={busy}
          refused={refused}
          onSend={(changed) => decide('edit', { arguments: changed })}
          onCancel={() => {
            cancel();
            void post(`/api/approvals/${approval.id}/release`).catch(() => undefined);
          }}
        />
      )}
      <label className="shortcuts">
        <input
          type="checkbox"
          checked={keys}
          onChange={(event) => {
            setShortcuts(event.currentTarget.checked);
            setKeys(event.currentTarget.checked);
          }}
        />{' '}
        {t('desk.shortcuts')}
      </label>
    </footer>
  );
}
