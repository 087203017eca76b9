import { describe, expect, it } from "vitest";
import { nearnessOf } from "../../src/compose/nearness.ts";

describe("how far away a service is", () => {
  it.each([
    ["http://127.0.0.1:8000/v1", "machine"],
    ["http://[::1]:8000/v1", "machine"],
    ["http://[::ffff:127.0.0.1]/v1", "machine"],
    ["http://localhost:11434/v1", "machine"],
    ["http://model.localhost/v1", "machine"],
    ["http://10.0.0.8:8000/v1", "network"],
    ["http://172.31.255.255/v1", "network"],
    ["http://192.168.1.9/v1", "network"],
    ["http://[fd00::8]/v1", "network"],
    ["http://vllm:8000/v1", "network"],
    ["http://vllm.gpu.svc.internal./v1", "network"],
    ["http://172.32.0.1/v1", "outside"],
    ["http://8.8.8.8/v1", "outside"],
    ["http://[2001:db8::1]/v1", "outside"],
    ["https://api.example.com/v1", "outside"],
    ["https://localhost.example.com/v1", "outside"],
    ["https://10.0.0.8.example.com/v1", "outside"],
  ])("of %s is: %s", (address, nearness) => {
    expect(nearnessOf(new URL(address))).toBe(nearness);
  });
});
