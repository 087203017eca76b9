import { channelContract } from "../../../contract/channel.ts";
import { open, personOf } from "./open.ts";

channelContract("Telegram", async () => {
  const opened = await open({ started: false });
  const { api, channel } = opened;
  const person = api.person(1001);
  // Whoever is written to has written before.
  person.say("/start");
  await drop(api);
  return {
    channel,
    address: personOf(1001),
    async say(text) {
      person.say(text);
      if (channel.health().state === "up") await opened.settled();
    },
    async shown() {
      await channel.idle();
      return api
        .shown(1001)
        .map(({ text, buttons }) => [text, ...buttons.map((button) => button.text)].join("\n"))
        .join("\n");
    },
    tookEffect: /\u001b|\u0000|[\u202a-\u202e\u2066-\u2069]|[\ud800-\udbff](?![\udc00-\udfff])/,
    close: () => opened.close(),
  };
});

/** Takes the first message out of the way, as an earlier run of the bot would have. */
async function drop(api: Awaited<ReturnType<typeof open>>["api"]): Promise<void> {
  const last = api.updates.history.at(-1)?.update_id ?? 0;
  await fetch(`${api.root}/bot${api.token}/getUpdates?`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ offset: last + 1, timeout: 0 }),
  });
}
