// Forms that must not be lost when the line is down: kept in the browser's own database until the server has them.
// Each carries a number of its own, so that one which arrives twice is taken once.

export interface Kept {
  id: string;
  action: string;
  fields: [string, FormDataEntryValue][];
  refused: boolean;
  /** When it was kept: they go in this order. */
  at?: number;
  /** Whose it is: it goes in nobody else's name. */
  by?: string;
  /** What it is called in the list of what waits, and the page to open for it. */
  label?: string;
  page?: string;
  /** Why the server did not take it. */
  why?: string;
}

export interface Outbox {
  keep: (one: Kept) => Promise<unknown>;
  drop: (id: string) => Promise<unknown>;
  /** The oldest first. */
  all: () => Promise<Kept[]>;
}

const STORE = "kept";

function open(name: string): Promise<IDBDatabase> {
  return new Promise((resolve, reject) => {
    const asked = indexedDB.open(name, 1);
    asked.onupgradeneeded = () => asked.result.createObjectStore(STORE, { keyPath: "id" });
    asked.onsuccess = () => resolve(asked.result);
    asked.onerror = () => reject(asked.error ?? new Error("the browser keeps nothing"));
  });
}

function outbox(name: string): Outbox {
  async function within<T>(mode: IDBTransactionMode, act: (store: IDBObjectStore) => IDBRequest<T>): Promise<T> {
    const database = await open(name);
    try {
      return await new Promise<T>((resolve, reject) => {
        const deed = database.transaction(STORE, mode);
        const asked = act(deed.objectStore(STORE));
        deed.oncomplete = () => resolve(asked.result);
        deed.onerror = () => reject(deed.error ?? new Error("the browser kept nothing"));
        deed.onabort = () => reject(deed.error ?? new Error("the browser has no room"));
      });
    } finally {
      database.close();
    }
  }
  return {
    keep: (one) => within("readwrite", (store) => store.put(one)),
    drop: (id) => within("readwrite", (store) => store.delete(id)),
    all: async () => {
      const kept = await within<Kept[]>("readonly", (store) => store.getAll() as IDBRequest<Kept[]>);
      return kept.sort((one, other) => (one.at ?? 0) - (other.at ?? 0));
    },
  };
}

/** What librarians wrote down for visitors, and what inspectors did on the spot. */
export const visits = outbox("opencity-outbox");
export const deeds = outbox("opencity-street");

export function bodyOf(one: Kept): FormData {
  const body = new FormData();
  for (const [name, value] of one.fields) body.append(name, value);
  return body;
}

/** What came of sending: taken, refused with a reason, or not arrived. A page of signing in is no answer. */
export interface Sent {
  taken: boolean;
  arrived: boolean;
  signedOut: boolean;
  /** It was answered as if all was well; without a next page that is some other network's word. */
  ok: boolean;
  /** The next page, once it was taken. */
  at: string;
  /** The reason in words, where the server gave one. */
  why: string;
}

const LOST: Sent = { taken: false, arrived: false, signedOut: false, ok: false, at: "", why: "" };

export async function send(action: string, body: FormData): Promise<Sent> {
  try {
    // Asked for JSON, the server names the next page instead of leading there: its notice is for that page to show.
    const headers = { Accept: "application/json" };
    const answer = await fetch(action, { method: "POST", body, headers, credentials: "same-origin" });
    const signedOut = answer.status === 401 || new URL(answer.url).pathname.startsWith("/account/");
    if (signedOut || answer.status >= 500 || answer.status === 429) return { ...LOST, signedOut };
    const told = (await answer.json().catch(() => ({}))) as { at?: string; why?: string; next_step?: string };
    const why = [told.why, told.next_step].filter(Boolean).join(" ");
    return { taken: answer.ok && Boolean(told.at), arrived: true, signedOut: false, ok: answer.ok, at: told.at ?? "", why };
  } catch {
    return LOST;
  }
}
