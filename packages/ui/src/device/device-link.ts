/** Whether a pasted link brings in a device of one's own, rather than inviting somebody. */
export const isDeviceLink = (link: string): boolean => /^plexi:\/\/device\/|#\/?device\//iu.test(link);
