/** Writes batches of eight vectors into the folder given, one number a batch on standard output, until it is killed. */
import { createSqliteVectors } from "../../../src/adapters/vectors/sqlite-vectors.ts";

const [, , directory = ""] = process.argv;
const store = createSqliteVectors({ directory, warn: (message) => process.stderr.write(`${message}\n`) });
for (let batch = 0; ; batch++) {
  const texts = Array.from({ length: 8 }, (_, at) => `${batch}/${at}`);
  store.write(
    "m",
    texts,
    texts.map((_, at) => new Float32Array(256).fill(at)),
  );
  process.stdout.write(`${batch}\n`);
}
