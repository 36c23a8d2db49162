// The API's shapes: generated from openapi.json ('npm run types'). Here they get the names that the pages use, and the
// words and JSON values of which the description only says that they are text or JSON.
import type { components } from '../../generated/api';
import type { Schema } from '../desk/SchemaForm';

type Schemas = components['schemas'];

export type Money = Schemas['Money'];
export type LocalText = Schemas['LocalText'];
export type Reason = Schemas['ReasonView'];
export type GateOutcome = Schemas['GateOutcome'];
export type Gate = Schemas['GateView'];

export interface Page<T> {
  items: T[];
  next?: string;
}

export interface Item {
  label?: LocalText | string;
  colour?: string;
  size?: string;
  quantity?: number;
  line?: number;
}
export type ActionState = Schemas['ActionStatus'];
export type Action = Omit<Schemas['ActionView'], 'items'> & {
  items?: Item[];
  breakdown?: Partial<Record<'goods' | 'shipping' | 'vat', Money>>;
};
export type Plan = Omit<Schemas['PlanView'], 'actions'> & { actions: Action[] };
export type Line = Schemas['ConversationView'] & { from: 'customer' | 'agentic' | 'employee' };
export type Waiting = Schemas['WaitingView'] & { for: 'customer' | 'approval' | 'employee' | 'system' };
export type RequestState = Schemas['RequestStatus'];
export type Request = Omit<Schemas['RequestView'], 'plan' | 'conversation' | 'waitingFor'> & {
  plan?: Plan;
  conversation: Line[];
  waitingFor: Waiting[];
};

export type WhoAmI = Schemas['WhoAmI'];
export type DemoPerson = Schemas['DemoPerson'];
export type About = Schemas['About'];

export type Evidence = Schemas['EvidenceView'];
/** As it was sealed: what would be carried out. */
export interface Effect {
  activity: string;
  connector: string;
  operation: string;
  arguments: Record<string, unknown>;
  targets: string[];
  amount?: Money;
  undo?: string;
}
export type Decision = Schemas['DecisionView'];
export type Difference = Schemas['Difference'];
export type Earlier = Schemas['EarlierAction'];
export type ApprovalState = Schemas['ApprovalStatus'];
export type Approval = Schemas['ApprovalView'] & {
  arguments: Record<string, unknown>;
  atRisk?: Money;
  effects: Effect[];
};
export type HandOff = Schemas['HandOffView'] & { state: 'open' | 'claimed' | 'closed' };

export type RunEffect = Schemas['EffectView'];
export type Run = Schemas['RunView'];
export type StuckCause = Schemas['StuckCause'];
export type Cockpit = Schemas['CockpitView'];
export type Host = Schemas['HostView'];
export type Backlog = Schemas['BacklogView'];
export type Unreadable = Schemas['UnreadableMessage'];
export type Workflow = Schemas['WorkflowView'];
export type WorkflowStatistics = Schemas['WorkflowStatistics'];
export type ProcessMap = Schemas['ProcessMapView'];
export type Day = Schemas['DayFigures'];
export type History = Schemas['HistoryView'];
export type Pack = Omit<Schemas['PackView'], 'schemas'> & { schemas: Record<string, Schema> };
export type PackAction = Schemas['PackActionView'];
export type Absences = Schemas['AbsencesView'];
export type JournalEntry = Omit<Schemas['JournalEntryView'], 'content'> & {
  content: Record<string, unknown>;
};
/** What an act of ops would do: the answer to the same call with 'dryRun'. */
export interface RunPreview {
  operation: string;
  possible: boolean;
  why: string;
  effects: string[];
}
