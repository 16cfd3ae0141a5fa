/** For `.catch()`: what a file or folder that is not there stands for; every other fault is thrown on. */
export function ifMissing<T>(instead: T): (error: NodeJS.ErrnoException) => T {
  return (error) => {
    if (error.code === 'ENOENT') return instead;
    throw error;
  };
}
