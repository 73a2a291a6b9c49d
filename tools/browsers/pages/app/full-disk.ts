const { commit } = IDBTransaction.prototype;

/** Makes all transactions of this page that write fail, as they do when the browser has no space left for a site. */
export function setDiskFull(isFull: boolean): void {
  IDBTransaction.prototype.commit = isFull ? failAsFull : commit;
}

function failAsFull(this: IDBTransaction): void {
  const error = new DOMException("The quota is exceeded", "QuotaExceededError");
  Object.defineProperty(this, "error", { value: error });
  this.abort();
}
