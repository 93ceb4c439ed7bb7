// Deeds done on the spot go in their order, once each, in the name of whoever did them.
import { bodyOf, deeds, send } from "../outbox";

export interface Round {
  /** Labels of what the server took in this round, and the page the last one leads to. */
  taken: string[];
  at: string;
  signedOut: boolean;
}

let running: Promise<Round> | null = null;

/** One round at a time in this page, however many times it is asked for; the server sorts out two pages. */
export function sendDeeds(by: string): Promise<Round> {
  running ??= each(by).finally(() => (running = null));
  return running;
}

async function each(by: string): Promise<Round> {
  const round: Round = { taken: [], at: "", signedOut: false };
  if (!by) return round;
  const tried = new Set<string>();
  const next = async () => (await deeds.all()).find((one) => !one.refused && one.by === by && !tried.has(one.id));
  // Read anew each time: what is done meanwhile goes in the same round.
  for (let one = await next(); one; one = await next()) {
    tried.add(one.id);
    const sent = await send(one.action, bodyOf(one));
    if (sent.taken) {
      await deeds.drop(one.id);
      round.taken.push(one.label ?? "");
      round.at = sent.at;
    } else if (sent.arrived && !isPortal(sent)) {
      await deeds.keep({ ...one, refused: true, why: sent.why });
    } else {
      // The line is down again, or somebody has to sign in: the rest keeps its order.
      round.signedOut = sent.signedOut;
      break;
    }
  }
  return round;
}

/** A network that asks for money or a password answers every address with a page of its own, and says that all is well. */
const isPortal = (sent: { ok: boolean; why: string }) => sent.ok && !sent.why;
