/** On the pod template: when we asked for a restart, RFC 3339. Its pods carry it, too, which tells them from older ones. */
export const restartedAtAnnotation = 'ack-hybrid.io/restarted-at';
/** On the pod template: why. */
export const restartReasonAnnotation = 'ack-hybrid.io/restart-reason';
