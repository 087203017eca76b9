/** Certificates of a test's own, and whether the machine's Redis can use them. */
import { execFileSync, spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { getCACertificates, setDefaultCACertificates } from "node:tls";
import { needs } from "./needs.ts";

export interface Certificates {
  /** Of the authority, PEM. */
  readonly authorityFile: string;
  /** Files of the one certificate there is, which Redis and whoever connects may show alike. */
  readonly certificateFile: string;
  readonly keyFile: string;
  /** Settings of redis-server for a port with TLS beside its plain one; @param asks whether clients must show a certificate */
  settings(port: number, asks?: boolean): readonly string[];
  /** The same as lines of a configuration file. */
  lines(port: number): readonly string[];
  /** Lets the connections of this process trust the authority; call what it returns at the end. */
  trust(): () => void;
  remove(): void;
}

/** Whether there is a redis-server with TLS and what makes certificates; said where there is not. */
export function hasRedisWithTls(): boolean {
  const path = needs("redis-server");
  if (path === null || needs("openssl") === null) return false;
  const tried = spawnSync(path, ["--port", "0", "--tls-port", "1", "--tls-cert-file", "/nowhere"], {
    encoding: "utf8",
    timeout: 10_000,
  });
  const has = !/bad directive|wrong number of arguments/i.test(`${tried.stdout}${tried.stderr}`);
  if (!has) process.stderr.write("skipped: redis-server is built without TLS\n");
  return has;
}

const newKey = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes"];

/** An authority, and a certificate of it. @param name whom the certificate is for: `IP:127.0.0.1`, `DNS:localhost` */
export function createCertificates(name = "IP:127.0.0.1"): Certificates {
  const folder = mkdtempSync(join(tmpdir(), "certificates-"));
  const file = (of: string): string => join(folder, of);
  const openssl = (...args: string[]): void => void execFileSync("openssl", args, { stdio: "ignore" });
  const subject = (of: string): string[] => ["-subj", `/CN=${of}`];
  const authority = ["-keyout", file("ca.key"), "-out", file("ca.crt")];
  openssl("req", "-x509", ...newKey, "-days", "2", ...subject("test authority"), ...authority);
  openssl("req", ...newKey, ...subject("redis"), "-keyout", file("redis.key"), "-out", file("redis.csr"));
  writeFileSync(file("names"), `subjectAltName=${name}\n`);
  const signing = [
    "-CA",
    file("ca.crt"),
    "-CAkey",
    file("ca.key"),
    "-CAcreateserial",
    "-extfile",
    file("names"),
  ];
  openssl("x509", "-req", "-days", "2", "-in", file("redis.csr"), ...signing, "-out", file("redis.crt"));

  const pairs = (port: number, asks = false): readonly (readonly [string, string])[] => [
    ["tls-port", String(port)],
    ["tls-cert-file", file("redis.crt")],
    ["tls-key-file", file("redis.key")],
    ["tls-ca-cert-file", file("ca.crt")],
    ["tls-auth-clients", asks ? "yes" : "no"],
  ];
  return {
    authorityFile: file("ca.crt"),
    certificateFile: file("redis.crt"),
    keyFile: file("redis.key"),
    settings: (port, asks) => pairs(port, asks).flatMap(([setting, value]) => [`--${setting}`, value]),
    lines: (port) => pairs(port).map(([setting, value]) => `${setting} ${value}`),
    trust: () => {
      const before = getCACertificates("default");
      setDefaultCACertificates([...before, readFileSync(file("ca.crt"), "utf8")]);
      return () => setDefaultCACertificates(before);
    },
    remove: () => rmSync(folder, { recursive: true }),
  };
}
