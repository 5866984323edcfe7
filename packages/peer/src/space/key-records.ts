/** Of records in a space: what its key group keeps. It is nowhere else. */
export const KEY_GROUP_KIND = 'key-group';
