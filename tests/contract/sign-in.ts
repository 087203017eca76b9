/** What every adapter of the sign-in port to an identity service must do. Browsers are what the harness says they are. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { SignIn } from "../../src/ports/access.ts";

export interface SignInHarness {
  readonly signIn: SignIn;
  /** A person signs in at the service, where the redirect led; what the browser then brings back. */
  consent(redirect: string, subject: string): Record<string, string>;
  /** Lets the clock go on. */
  pass(seconds: number): void;
}

export function signInContract(name: string, setUp: () => SignInHarness): void {
  /** A browser that has been sent away and has come back. */
  async function roundTrip(returnTo = "/", subject = "staff-7") {
    const harness = setUp();
    const begun = await harness.signIn.begin(returnTo);
    if (begun === null) throw new Error("the adapter sends nobody anywhere");
    return { ...harness, ...begun, parameters: harness.consent(begun.redirect, subject) };
  }

  describe(`sign-in by ${name}`, () => {
    it("ends with who the service says it is, and goes on where it began", async () => {
      const { signIn, parameters, kept } = await roundTrip("/catalogue?page=2");
      expect(await signIn.complete(parameters, kept)).toMatchObject({
        subject: "staff-7",
        returnTo: "/catalogue?page=2",
      });
    });

    it("keeps in the browser a text that fits a cookie and shows nothing", async () => {
      const { kept, parameters } = await roundTrip("/catalogue");
      expect(kept).toMatch(/^[A-Za-z0-9._-]{1,2000}$/);
      const readable = kept.split(".").map((part) => Buffer.from(part, "base64url").toString("latin1"));
      for (const secret of [parameters.state ?? "", "/catalogue"]) {
        expect(secret).not.toBe("");
        expect([kept, ...readable].join("\n")).not.toContain(secret);
      }
    });

    it("begins differently each time", async () => {
      const { signIn } = setUp();
      const begun = await Promise.all([signIn.begin("/"), signIn.begin("/")]);
      expect(new Set(begun.map((one) => one?.redirect)).size).toBe(2);
      expect(new Set(begun.map((one) => one?.kept)).size).toBe(2);
    });

    it("ends only in the browser that began it", async () => {
      const { signIn, parameters } = await roundTrip();
      const other = await signIn.begin("/");
      expect(await signIn.complete(parameters, other?.kept ?? null)).toBeNull();
      expect(await signIn.complete(parameters, null)).toBeNull();
    });

    it("ends once", async () => {
      const { signIn, parameters, kept } = await roundTrip();
      expect(await signIn.complete(parameters, kept)).not.toBeNull();
      expect(await signIn.complete(parameters, kept)).toBeNull();
    });

    it("ends within ten minutes", async () => {
      const { signIn, parameters, kept, pass } = await roundTrip();
      pass(601);
      expect(await signIn.complete(parameters, kept)).toBeNull();
    });

    it("does not end with any parameter changed or missing", async () => {
      const { parameters: named } = await roundTrip();
      for (const name of Object.keys(named))
        for (const change of ["", "x", undefined]) {
          const { signIn, parameters, kept } = await roundTrip();
          const { [name]: _, ...others } = parameters;
          const changed = change === undefined ? others : { ...others, [name]: change };
          expect(await signIn.complete(changed, kept)).toBeNull();
        }
    });

    it("does not end with a text of the browser's own making", async () => {
      const { signIn, parameters, kept } = await roundTrip();
      await fc.assert(
        fc.asyncProperty(
          fc.oneof(
            fc.string(),
            fc
              .nat(kept.length)
              .map((at) => `${kept.slice(0, at)}A`)
              .filter((made) => made !== kept),
          ),
          async (made) => {
            expect(await signIn.complete(parameters, made)).toBeNull();
          },
        ),
      );
    });

    it("does not end when the person refuses, or the service fails", async () => {
      const { signIn, parameters, kept } = await roundTrip();
      const { state = "" } = parameters;
      expect(await signIn.complete({ error: "access_denied", state }, kept)).toBeNull();
      expect(await signIn.complete({}, kept)).toBeNull();
    });

    it.each(["//evil.example", "/\\evil.example", "https://evil.example/", "javascript:alert(1)", ""])(
      "goes on at the start where it was told to go to %j",
      async (returnTo) => {
        const { signIn, parameters, kept } = await roundTrip(returnTo);
        expect(await signIn.complete(parameters, kept)).toMatchObject({ returnTo: "/" });
      },
    );

    it.each(["张三", "a/b", "a b", "x".repeat(129), "", "a:b"])(
      "gives a person the service calls %j a name of our form, or none",
      async (subject) => {
        const { signIn, parameters, kept } = await roundTrip("/", subject);
        const signedIn = await signIn.complete(parameters, kept);
        expect(signedIn?.subject ?? "none").toMatch(/^[A-Za-z0-9._-]{1,128}$/);
      },
    );
  });
}
