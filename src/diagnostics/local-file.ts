/** Whether a place's file has a path: standard input (`-`) and what was fetched (a URL) have none. */
export const isLocalFile = (file: string): boolean => file !== '-' && !/^https?:\/\//u.test(file);

/** Whether a fix for a file is written as JSON: elsewhere YAML's shorter forms will do. */
export const isJsonFile = (file: string): boolean => /\.json$/i.test(file);
