/** One node of so many is in the cloud. */
export const cloudShare = 5;

/** How many of the nodes are in the cloud. */
export const countCloudNodes = (size: number): number => Math.ceil(size / cloudShare);
