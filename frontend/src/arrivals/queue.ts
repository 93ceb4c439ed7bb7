// Check-ins that the server has not confirmed yet. They stay on this phone until it says that each is kept, or never will be.
import { newUuid } from "../uuid";

export interface Arrival {
  /** Made here: however often it is sent, it is kept once. */
  uuid: string;
  at: string;
  participation?: string;
  name?: string;
  role?: string;
  /** Who it is, for the words on this page; the server does not need it. */
  label: string;
}

export interface Refused {
  label: string;
  why: string;
  nextStep: string;
}

export type Sent = { kind: "sent"; refused: Refused[] } | { kind: "no-line" } | { kind: "stranger" };

const PREFIX = "opencity-arrivals:";
const MOST = 100;

export class Queue {
  private readonly key: string;
  private sending: Promise<Sent> | null = null;

  constructor(private readonly url: string) {
    this.key = PREFIX + url;
  }

  all(): Arrival[] {
    try {
      return JSON.parse(localStorage.getItem(this.key) ?? "[]") as Arrival[];
    } catch {
      return [];
    }
  }

  add(arrival: Omit<Arrival, "uuid" | "at">): Arrival {
    const noted = { ...arrival, uuid: newUuid(), at: new Date().toISOString() };
    this.keep([...this.all(), noted]);
    return noted;
  }

  /** One batch at a time; what is noted meanwhile goes with the next. */
  send(): Promise<Sent> {
    this.sending ??= this.post().finally(() => {
      this.sending = null;
    });
    return this.sending;
  }

  private async post(): Promise<Sent> {
    const refused: Refused[] = [];
    for (let batch = this.all().slice(0, MOST); batch.length > 0; batch = this.all().slice(0, MOST)) {
      const answer = await fetch(this.url, {
        method: "POST",
        credentials: "same-origin",
        headers: { "Content-Type": "application/json", Accept: "application/json" },
        body: JSON.stringify({ arrivals: batch.map(({ label: _label, ...line }) => line) }),
      }).catch(() => null);
      if (!answer || answer.status >= 500) return { kind: "no-line" };
      if (answer.status === 401 || answer.status === 403) return { kind: "stranger" };
      const told = (await answer.json().catch(() => null)) as Told | null;
      if (!told) return { kind: "no-line" };
      // A whole batch that is refused, because the action is over, is told once and not sent again and again.
      const lines = told.kept ? (told.refused ?? []) : batch.map(({ uuid }) => ({ uuid, why: told.why ?? "", next_step: told.next_step ?? "" }));
      for (const line of lines) {
        const label = batch.find(({ uuid }) => uuid === line.uuid)?.label ?? "";
        refused.push({ label, why: line.why, nextStep: line.next_step });
      }
      const over = new Set([...(told.kept ?? []), ...lines.map(({ uuid }) => uuid)]);
      const left = this.all().filter(({ uuid }) => !over.has(uuid));
      if (left.length === this.all().length) return { kind: "no-line" };
      this.keep(left);
    }
    return { kind: "sent", refused };
  }

  private keep(arrivals: Arrival[]): void {
    if (arrivals.length > 0) localStorage.setItem(this.key, JSON.stringify(arrivals));
    else localStorage.removeItem(this.key);
  }
}

interface Told {
  kept?: string[];
  refused?: { uuid: string; why: string; next_step: string }[];
  why?: string;
  next_step?: string;
}
