// Faults of the browser's storage, as pages meet them. Installed before the app runs,
// switched on and off by the test.
import type { Page } from '@playwright/test';
import type { Device } from '../pages/device.ts';

/**
 * - `transaction-aborts`: the disk is full when the transaction is committed.
 * - `request-fails`: the disk is full when the request is made.
 * - `request-aborts`: the transaction is aborted under a request.
 * - `connection-lost`: iPads lose the storage process in the background.
 * - `connection-closed`: the connection closes without a word.
 * - `hangs`: the transaction never ends.
 * - `entry-stays-open`: the transaction of an entry of the device goes on until the browser ends it.
 */
export type StoreFault =
  | 'transaction-aborts'
  | 'request-fails'
  | 'request-aborts'
  | 'connection-lost'
  | 'connection-closed'
  | 'hangs'
  | 'entry-stays-open';

type WithFault = { storeFault?: string | undefined; faultsLeft: number };

/** From now on every page of the device can be given faults. */
export async function prepareFaults(device: Device): Promise<void> {
  await device.context.addInitScript(() => {
    const page = window as unknown as WithFault;
    page.faultsLeft = 0;
    const strikes = (fault: string): boolean => {
      if (page.storeFault !== fault || page.faultsLeft <= 0) return false;
      page.faultsLeft -= 1;
      return true;
    };

    const put = IDBObjectStore.prototype.put;
    IDBObjectStore.prototype.put = function (this: IDBObjectStore, ...given: Parameters<typeof put>) {
      const request = put.apply(this, given);
      if (strikes('request-aborts')) this.transaction.abort();
      if (strikes('request-fails')) {
        const full = new DOMException('The quota has been exceeded.', 'QuotaExceededError');
        Object.defineProperty(request, 'error', { get: () => full });
        // Before the app's own listener: it never hears of a success.
        request.addEventListener('success', (event) => {
          event.stopImmediatePropagation();
          request.dispatchEvent(new Event('error'));
          this.transaction.abort();
        });
      }
      return request;
    };

    const commit = IDBTransaction.prototype.commit;
    const goOn = (transaction: IDBTransaction) => {
      transaction.objectStore('device').count().onsuccess = () => goOn(transaction);
    };
    IDBTransaction.prototype.commit = function (this: IDBTransaction) {
      if (strikes('transaction-aborts')) this.abort();
      else if (this.objectStoreNames.contains('device') && strikes('entry-stays-open')) goOn(this);
      else commit.call(this);
    };

    const transaction = IDBDatabase.prototype.transaction;
    IDBDatabase.prototype.transaction = function (this: IDBDatabase, ...given: Parameters<typeof transaction>) {
      const isWriting = given[1] === 'readwrite';
      if (isWriting && strikes('connection-lost')) {
        throw new DOMException('Connection to Indexed Database server lost. Refresh the page to try again', 'UnknownError');
      }
      if (isWriting && strikes('connection-closed')) this.close();
      const begun = transaction.apply(this, given);
      if (isWriting && strikes('hangs')) {
        for (const name of ['complete', 'abort', 'error']) {
          begun.addEventListener(name, (event) => event.stopImmediatePropagation());
        }
      }
      return begun;
    };
  });
}

/** The next `times` writes of a page meet this fault. */
export async function setFault(page: Page, storeFault: StoreFault, times = Number.MAX_SAFE_INTEGER): Promise<void> {
  await page.evaluate(
    (fault) => void Object.assign(window, fault),
    { storeFault, faultsLeft: times },
  );
}

/** The storage works again. */
export async function liftFault(page: Page): Promise<void> {
  await page.evaluate(() => void Object.assign(window, { faultsLeft: 0 }));
}

/** Waits until a page has met all the faults that it was given. */
export async function metFaults(page: Page): Promise<void> {
  await page.waitForFunction(() => (window as unknown as WithFault).faultsLeft === 0);
}

/** From now on every page of the device is refused its storage, as in some private windows. */
export async function refuseStorage(device: Device): Promise<void> {
  await device.context.addInitScript(() => {
    IDBFactory.prototype.open = () => {
      throw new DOMException('The operation is insecure.', 'SecurityError');
    };
  });
}

/** Lets requests to open the database go unanswered while the device's page says so. */
export async function prepareSilentOpening(device: Device): Promise<void> {
  await device.context.addInitScript(() => {
    const open = IDBFactory.prototype.open;
    IDBFactory.prototype.open = function (this: IDBFactory, name: string, version?: number) {
      if (localStorage.getItem('silent') === null) return open.call(this, name, version);
      const request = open.call(this, 'silent', 1);
      for (const event of ['success', 'error', 'upgradeneeded']) {
        request.addEventListener(event, (heard) => heard.stopImmediatePropagation());
      }
      return request;
    };
  });
}

/** Notes each save status that shows, from the first paint on. */
export async function noteStatuses(device: Device): Promise<void> {
  await device.context.addInitScript(() => {
    const shown: string[] = [];
    Object.assign(window, { statusesShown: shown });
    new MutationObserver(() => {
      const status = document.querySelector('header [role="status"]')?.textContent ?? '';
      if (status && shown.at(-1) !== status) shown.push(status);
    }).observe(document, { subtree: true, childList: true, characterData: true });
  });
}

/** The save statuses that showed, the oldest first. */
export async function statusesShown(page: Page): Promise<string[]> {
  return page.evaluate(() => (window as unknown as { statusesShown: string[] }).statusesShown);
}
