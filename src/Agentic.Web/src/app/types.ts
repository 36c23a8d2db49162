// The API's shapes, as /openapi/v1.json describes them.
export interface Money {
  amount: string;
  currency: string;
}
export interface LocalText {
  de: string;
  en: string;
}
export interface Reason {
  rule?: string;
  text: string;
}
export interface FactUsed {
  name: string;
  source: string;
  readAt: string;
}
export type GateOutcome = 'Allowed' | 'NeedsApproval' | 'HandOff' | 'Denied';
export interface Gate {
  outcome: GateOutcome;
  reasons: Reason[];
  instead?: string;
  byMachine: boolean;
  facts: FactUsed[];
}
export type ActionState =
  | 'Proposed'
  | 'Confirmed'
  | 'AwaitingApproval'
  | 'Executing'
  | 'Done'
  | 'Denied'
  | 'Failed'
  | 'Undone'
  | 'Withdrawn'
  | 'Skipped'
  | 'Unclear';
export interface Item {
  label?: LocalText | string;
  colour?: string;
  size?: string;
  quantity?: number;
  line?: number;
}
export interface Action {
  ordinal: number;
  after: number[];
  action: string;
  arguments: Record<string, unknown>;
  state: ActionState;
  sentence: string;
  atRisk?: Money;
  gate: Gate;
  items?: Item[];
  canBeWithdrawn: boolean;
  breakdown?: Partial<Record<'goods' | 'shipping' | 'vat', Money>>;
  creditNotes: string[];
  moves?: { amount: Money; charged: boolean };
}
export interface Plan {
  version: number;
  atomic: boolean;
  confirmed: boolean;
  actions: Action[];
}
export interface Line {
  from: 'customer' | 'agentic' | 'employee';
  text: string;
  at: string;
  byModel: boolean;
  kind?: string;
}
export interface Waiting {
  for: 'customer' | 'approval' | 'employee' | 'system';
  what: string;
  until?: string;
}
export type RequestState =
  | 'Received'
  | 'Planning'
  | 'AwaitingCustomer'
  | 'AwaitingApproval'
  | 'Running'
  | 'HandedOff'
  | 'Completed'
  | 'PartlyCompleted'
  | 'Declined'
  | 'Withdrawn'
  | 'Failed';
export interface Request {
  id: string;
  state: RequestState;
  text: string;
  locale: string;
  customerId: string;
  plan?: Plan;
  conversation: Line[];
  waitingFor: Waiting[];
  promisedBy?: string;
  link: string;
  receivedAt: string;
  updatedAt: string;
  linkedTo?: string;
  version: number;
  canBeWithdrawn: boolean;
  questions: { id?: string; text: string }[];
  feedback?: { solved: boolean; score: number; comment?: string };
  referred?: { id: string; link: string; pack: string }[];
}
export interface Page<T> {
  items: T[];
  next?: string;
}
export interface WhoAmI {
  user: string;
  name: string;
  roles: string[];
  customerId?: string;
}
export interface DemoPerson {
  user: string;
  name: string;
  role: string;
}
export interface About {
  examples: LocalText[];
  automaton: boolean;
  visitors: boolean;
  openId: boolean;
  demoPeople: DemoPerson[];
  zone: string;
}

export interface Evidence {
  name: string;
  value?: unknown;
  source: string;
  readAt: string;
}
export interface Effect {
  activity: string;
  connector: string;
  operation: string;
  arguments: Record<string, unknown>;
  targets: string[];
  amount?: Money;
  undo?: string;
}
export interface Decision {
  by: string;
  decision: 'approve' | 'reject' | 'edit';
  reason?: string;
  at: string;
}
export interface Difference {
  path: string;
  before?: unknown;
  after?: unknown;
}
export interface Earlier {
  requestId: string;
  sentence: string;
  state: ActionState;
  moved?: Money;
  at: string;
}
export type ApprovalState =
  'Open' | 'Approved' | 'Used' | 'Rejected' | 'Edited' | 'Voided' | 'Expired' | 'Withdrawn';
export interface Approval {
  id: string;
  state: ApprovalState;
  requestId: string;
  ordinal: number;
  action: string;
  arguments: Record<string, unknown>;
  sentence: string;
  atRisk?: Money;
  reasons: Reason[];
  evidence: Evidence[];
  effects: Effect[];
  undo: string[];
  seal: string;
  expiresAt: string;
  deadline: string;
  requiredRole: string;
  quorum: number;
  including?: string;
  decisions: Decision[];
  supersededBy?: string;
  replaces?: string;
  difference: Difference[];
  claimedBy?: string;
  claimedUntil?: string;
  closedBecause?: string;
  pack: string;
  paidTo?: string;
  earlier?: Earlier[];
  deviations?: string[];
  customerName?: string;
}
export interface HandOff {
  id: string;
  requestId: string;
  state: 'open' | 'claimed' | 'closed';
  topic: string;
  reason: string;
  summary: string;
  createdAt: string;
  dueAt: string;
  claimedBy?: string;
  outcome?: string;
  parks: boolean;
  ordinal?: number;
  draft?: { text: string; byModel: boolean };
  outcomes: string[];
  claimedName?: string;
  takesTwo: boolean;
  answers: { by: string; name: string; outcome: string; note: string; at: string }[];
  customerName?: string;
  pack?: string;
  facts?: { about: string; values: Record<string, unknown>; source: string; readAt: string }[];
  events: {
    source: string;
    type: string;
    key: string;
    data: Record<string, unknown>;
    at: string;
    usedBy?: number;
  }[];
}
export interface RunEffect {
  key: string;
  operation: string;
  targets: string[];
  amount?: Money;
  state: string;
  attempt: number;
  reference?: string;
  reason?: string;
  undoOf?: string;
  canBeUndone: boolean;
}
export interface Run {
  id: string;
  requestId: string;
  ordinal: number;
  action: string;
  workflow?: string;
  hash?: string;
  state: string;
  stuck?: { step: string; reason: string; attempt: number; retryAt: string };
  effects: RunEffect[];
  endedBecause?: string;
}
export interface StuckCause {
  workflow: string;
  step: string;
  reason: string;
  runs: number;
  since: string;
  nextTry?: string;
  atRisk: Money[];
  runIds: string[];
}
export interface Cockpit {
  at: string;
  stuck: StuckCause[];
  requestsByState: Record<string, number>;
  runsByState: Record<string, number>;
  openApprovals: number;
  overdueApprovals: number;
  openHandOffs: number;
  overdueHandOffs: number;
  oldestDue?: string;
  unclear: number;
  bus: string;
  storeBytes: number;
  stranded: { workflow: string; hash: string; runs: number }[];
  unheldRoles: string[];
  hosts: { name: string; version: string; since: string; consumeFailures: number }[];
}
export interface JournalEntry {
  version: number;
  at: string;
  fact: string;
  content: Record<string, unknown>;
}
export interface RunPreview {
  operation: string;
  possible: boolean;
  why: string;
  effects: string[];
}
