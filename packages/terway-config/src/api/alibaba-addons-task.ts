import type { TaskProgress } from './alibaba-addons-port.ts';

/** What DescribeTaskInfo answers, as far as it says how a task goes. Field names of @alicloud/cs20151215 7.2.0. */
export interface TaskAnswer {
  readonly state?: string | undefined;
  readonly currentStage?: string | undefined;
  readonly error?: { readonly code?: string | undefined; readonly message?: string | undefined } | undefined;
  readonly stages?: readonly { readonly state?: string | undefined; readonly message?: string | undefined }[] | undefined;
  readonly events?: readonly { readonly level?: string | undefined; readonly reason?: string | undefined; readonly message?: string | undefined }[] | undefined;
  readonly taskResult?: readonly { readonly data?: string | undefined; readonly status?: string | undefined }[] | undefined;
}

/** Reads how a task goes, and of a failure whatever reason the service gives: its error, a stage, an event, a result. */
export const taskProgress = (answer: TaskAnswer): TaskProgress => {
  const state = stateOf(answer.state);
  return { state, message: state === 'fail' ? reasonOf(answer) : (answer.error?.message ?? ''), progress: progressOf(answer) };
};

// The service says `fail`; `failed` and `canceled` have been seen on other pages of its documentation.
const isFailure = (state: string | undefined): boolean => /^(fail|cancel)/.test(state ?? '');
const stateOf = (state: string | undefined): TaskProgress['state'] => (state === 'success' ? 'success' : isFailure(state) ? 'fail' : 'running');

const reasonOf = ({ error, stages = [], events = [], taskResult = [] }: TaskAnswer): string => {
  const candidates = [
    error?.message,
    ...stages.filter(({ state }) => isFailure(state)).map(({ message }) => message),
    events.findLast(({ level = '' }) => /^(warn|err)/i.test(level))?.message,
    ...taskResult.filter(({ status }) => isFailure(status)).map(({ data }) => data),
    error?.code,
  ];
  return candidates.find((text) => text !== undefined && text !== '') ?? '';
};

const progressOf = ({ currentStage = '', stages = [], events = [] }: TaskAnswer): string => {
  const event = events.at(-1);
  const candidates = [stages.findLast(({ state }) => state === 'running')?.message, event?.message, event?.reason, currentStage];
  return candidates.find((text) => text !== undefined && text !== '') ?? '';
};
