// Forms that must not be lost when the line is down: kept in the browser's own database until the server has them.
// Each carries a number of its own, so that one which arrives twice is taken once.

export interface Kept {
  id: string;
  action: string;
  fields: [string, FormDataEntryValue][];
  refused: boolean;
}

const STORE = "kept";

function open(): Promise<IDBDatabase> {
  return new Promise((resolve, reject) => {
    const asked = indexedDB.open("opencity-outbox", 1);
    asked.onupgradeneeded = () => asked.result.createObjectStore(STORE, { keyPath: "id" });
    asked.onsuccess = () => resolve(asked.result);
    asked.onerror = () => reject(asked.error ?? new Error("the browser keeps nothing"));
  });
}

async function within<T>(mode: IDBTransactionMode, act: (store: IDBObjectStore) => IDBRequest<T>): Promise<T> {
  const database = await open();
  try {
    return await new Promise<T>((resolve, reject) => {
      const deed = database.transaction(STORE, mode);
      const asked = act(deed.objectStore(STORE));
      deed.oncomplete = () => resolve(asked.result);
      deed.onerror = () => reject(deed.error ?? new Error("the browser kept nothing"));
    });
  } finally {
    database.close();
  }
}

export const keep = (one: Kept) => within("readwrite", (store) => store.put(one));
export const drop = (id: string) => within("readwrite", (store) => store.delete(id));
export const all = () => within<Kept[]>("readonly", (store) => store.getAll() as IDBRequest<Kept[]>);

export function bodyOf(one: Kept): FormData {
  const body = new FormData();
  for (const [name, value] of one.fields) body.append(name, value);
  return body;
}

/** What came of sending: taken, refused with a reason, or not arrived. A page of signing in is no answer. */
export async function send(action: string, body: FormData): Promise<{ taken: boolean; arrived: boolean; at: string }> {
  try {
    // Asked for JSON, the server names the next page instead of leading there: its notice is for that page to show.
    const headers = { Accept: "application/json" };
    const answer = await fetch(action, { method: "POST", body, headers, credentials: "same-origin" });
    const signedOut = new URL(answer.url).pathname.startsWith("/account/");
    if (signedOut || answer.status >= 500 || answer.status === 429) return { taken: false, arrived: false, at: "" };
    const told = answer.ok ? ((await answer.json().catch(() => ({}))) as { at?: string }) : {};
    return { taken: Boolean(told.at), arrived: true, at: told.at ?? "" };
  } catch {
    return { taken: false, arrived: false, at: "" };
  }
}
