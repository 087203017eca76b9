import { createEphemeralSealer } from "../../../src/adapters/sealing/aes-gcm.ts";
import { signInContract } from "../../contract/sign-in.ts";
import { createFakeOidc, createIdentityService } from "./fake-oidc.ts";

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
