import type { TFunction } from 'i18next';
import { money, when } from '../app/format';
import type { Action, Request } from '../app/types';

const ended = ['Completed', 'PartlyCompleted', 'Declined', 'Withdrawn', 'Failed'];
export const isOver = (request: Request) => ended.includes(request.state);

/** What the customer has to know first: whose turn it is, and until when. */
export function statusSentence(request: Request, t: TFunction): string {
  if (request.customerId.startsWith('visitor:') && !isOver(request)) return t('status.visitor');
  const until = request.promisedBy ? when(request.promisedBy) : undefined;
  switch (request.state) {
    case 'AwaitingCustomer': {
      const question = request.waitingFor.find(
        (waiting) => waiting.for === 'customer' && waiting.what !== 'confirmation',
      );
      return question ? t('status.question') : t('status.confirm');
    }
    case 'AwaitingApproval': {
      const told = request.conversation.findLast(
        (line) => line.kind === 'action.waiting' || line.kind === 'action.late',
      );
      if (told?.kind === 'action.late') return t('status.late', { until });
      // One step has one amount; the sum of several is in none of their sentences.
      const waiting = (request.plan?.actions ?? []).filter((one) => one.state === 'AwaitingApproval');
      const moves = waiting.length === 1 ? waiting[0]!.moves : undefined;
      return moves && !moves.charged
        ? t('status.approvalMoney', { amount: money(moves.amount), until })
        : t('status.approval', { until });
    }
    case 'HandedOff':
      return until ? t('status.handedOff', { until }) : t('status.handedOffOpen');
    default:
      return t(`status.${request.state}`);
  }
}

export type Look = 'done' | 'running' | 'waiting' | 'bad' | 'off';

export function lookOf(action: Action): { look: Look; word: string } {
  switch (action.state) {
    case 'Done':
      return { look: 'done', word: 'action.done' };
    case 'Executing':
    case 'Confirmed':
      return { look: 'running', word: 'action.running' };
    case 'AwaitingApproval':
      return { look: 'waiting', word: 'action.waiting' };
    case 'Unclear':
      return { look: 'waiting', word: 'action.unclear' };
    case 'Denied':
      return { look: 'bad', word: 'action.denied' };
    case 'Failed':
      return { look: 'bad', word: 'action.failed' };
    case 'Undone':
      return { look: 'off', word: 'action.undone' };
    case 'Withdrawn':
      return { look: 'off', word: 'action.withdrawn' };
    case 'Skipped':
      return { look: 'waiting', word: 'action.skipped' };
    default:
      return { look: 'off', word: 'action.proposed' };
  }
}
