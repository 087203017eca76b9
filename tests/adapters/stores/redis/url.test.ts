import { describe, expect, it } from "vitest";
import { parseRedisUrl, RedisUrlError } from "../../../../src/adapters/stores/redis/url.ts";

const plain = { master: null, username: null, password: null, database: 0, tls: false };

describe("REDIS_URL", () => {
  it.each([
    ["redis://db", { ...plain, kind: "single", addresses: [{ host: "db", port: 6379 }] }],
    [
      "rediss://user:p%40ss@db:6380/3",
      {
        kind: "single",
        addresses: [{ host: "db", port: 6380 }],
        master: null,
        username: "user",
        password: "p@ss",
        database: 3,
        tls: true,
      },
    ],
    [
      "redis://:secret@[::1]:6379",
      { ...plain, kind: "single", addresses: [{ host: "::1", port: 6379 }], password: "secret" },
    ],
    [
      "redis+sentinel://a,b:26380/mymaster/2",
      {
        ...plain,
        kind: "sentinel",
        addresses: [
          { host: "a", port: 26_379 },
          { host: "b", port: 26_380 },
        ],
        master: "mymaster",
        database: 2,
      },
    ],
    [
      "rediss+cluster://10.0.0.1:7000,10.0.0.2:7000",
      {
        ...plain,
        kind: "cluster",
        addresses: [
          { host: "10.0.0.1", port: 7000 },
          { host: "10.0.0.2", port: 7000 },
        ],
        tls: true,
      },
    ],
  ])("reads %s", (url, target) => expect(parseRedisUrl(url)).toEqual(target));

  it.each([
    "http://db",
    "redis://",
    "redis://a,b",
    "redis://db/none",
    "redis://db/1/2",
    "redis+sentinel://a,b",
    "redis+cluster://a/1",
    "redis://db:99999",
    "redis://:%E0%A4%A@db",
    "redis://d b",
  ])("refuses %s", (url) => expect(() => parseRedisUrl(url)).toThrow(RedisUrlError));

  it("does not repeat the password in a complaint", () => {
    for (const url of ["redis://u:hunter2@a,b", "redis://u:hunter2@db/none", "redis://u:hunter2@:1"])
      expect(() => parseRedisUrl(url)).toThrow(
        expect.objectContaining({ message: expect.not.stringContaining("hunter2") }),
      );
  });
});
