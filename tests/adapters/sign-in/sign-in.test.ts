import { describe, expect, it } from "vitest";
import { createEphemeralSealer } from "../../../src/adapters/sealing/aes-gcm.ts";
import { createNoSignIn } from "../../../src/adapters/sign-in/none.ts";
import { signInContract } from "../../contract/sign-in.ts";
import { createFakeOidc, createIdentityService } from "./fake-oidc.ts";

describe("without an identity service", () => {
  it("nobody is sent anywhere, and nobody comes back", async () => {
    const signIn = createNoSignIn();
    expect(await signIn.begin("/")).toBeNull();
    expect(await signIn.complete({ code: "x", state: "y" }, "z")).toBeNull();
  });
});

signInContract("an OIDC service", () => {
  const time = { now: 1_767_225_600_000 };
  const service = createIdentityService();
  return {
    signIn: createFakeOidc(service, createEphemeralSealer(), () => time.now),
    consent: service.consent,
    pass: (seconds) => {
      time.now += seconds * 1_000;
    },
  };
});
