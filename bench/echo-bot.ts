/**
 * The peers of the bot's figures: the library's own loop with nothing behind it. `node bench/echo-bot.ts TOKEN ROOT polling` asks
 * for updates; `… webhook URL` has them posted and answers as many at once as come.
 */
import { createServer } from "node:http";
import { Bot, webhookCallback } from "grammy";

const [token = "", apiRoot = "", how = "polling"] = process.argv.slice(2);
const bot = new Bot(token, { client: { apiRoot } });
bot.on("message:text", (context) => context.reply(context.message.text));

if (how === "polling") void bot.start({ onStart: () => void process.stdout.write("ready\n") });
else {
  const answer = webhookCallback(bot, "http", { secretToken: "secret" });
  const server = createServer((request, response) => void answer(request, response));
  server.listen(0, "127.0.0.1", async () => {
    const address = server.address();
    if (address === null || typeof address === "string") throw new Error("no port");
    await bot.api.setWebhook(`http://127.0.0.1:${address.port}/`, { secret_token: "secret" });
    process.stdout.write("ready\n");
  });
}
