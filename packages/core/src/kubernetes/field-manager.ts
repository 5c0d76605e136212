/** What every write carries, so that ours can be told from others' in `managedFields`. */
export const fieldManager = 'ack-hybrid';
