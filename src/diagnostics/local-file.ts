/** Whether a place's file has a path: standard input (`-`) and what was fetched (a URL) have none. */
export const isLocalFile = (file: string): boolean => file !== '-' && !/^https?:\/\//u.test(file);
