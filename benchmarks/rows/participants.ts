/** Our cells. Variants of them begin with the same word. */
export const ours = 'ours';

/** The least that anybody must do, in rows that have one. */
export const floor = 'floor';

/** The right answer, computed the plain way: it is never timed. */
export const expected = 'expected';

/** What marks a participant that is more written by hand than the peer's doing: it is shown, and no target is about it. */
const byHand = ', by hand';

/** A peer whose work was mostly written by hand. */
export const mostlyByHand = (peer: string): string => `${peer}${byHand}`;

/** Whether it is us, or a variant of us. */
export const isOurs = (participant: string): boolean => participant.startsWith(ours);

/** Whether it is a peer whose time a target may be measured by. */
export const isPeer = (participant: string): boolean => !isOurs(participant) && participant !== floor && !participant.endsWith(byHand);
