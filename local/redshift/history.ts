// Place of the load history (SYS_LOAD_HISTORY, SYS_LOAD_DETAIL, SYS_LOAD_ERROR_DETAIL): written on its own connection.

export class LoadHistory {
  static open(): Promise<LoadHistory> {
    return Promise.resolve(new LoadHistory());
  }

  close(): Promise<void> {
    return Promise.resolve();
  }
}
