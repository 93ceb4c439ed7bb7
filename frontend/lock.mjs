// Takes every address out of the lock file: names, versions and hashes pin a package; where it comes from is each machine's affair.
import { readFileSync, writeFileSync } from "node:fs";

const FILE = "package-lock.json";
const lock = JSON.parse(readFileSync(FILE, "utf8"));
for (const one of Object.values(lock.packages)) {
  delete one.resolved;
  delete one.funding;
}
writeFileSync(FILE, `${JSON.stringify(lock, null, 2)}\n`);
