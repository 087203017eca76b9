# Official Node image, LTS line 24. TypeScript runs by type stripping: there is no build step.
FROM node:24-bookworm-slim AS dependencies
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
# `npm install` keeps to the lock file and also accepts one that lists the development tools of a single platform.
RUN npm install --omit=dev --ignore-scripts

FROM node:24-bookworm-slim
# Beyond this machine DATA_KEY is required: `docker run -e DATA_KEY=… -v rongcuo:/data …`.
ENV NODE_ENV=production HTTP_HOST=0.0.0.0 DATA_DIR=/data
WORKDIR /app
RUN mkdir /data && chown node:node /data
VOLUME /data
COPY --from=dependencies /app/node_modules ./node_modules
COPY package.json LICENSE NOTICE.md ./
COPY src ./src
COPY knowledge ./knowledge
COPY prompts ./prompts
USER node
EXPOSE 8787
HEALTHCHECK --interval=30s --timeout=3s --start-period=5s --retries=3 \
  CMD ["node", "-e", "fetch(`http://127.0.0.1:${process.env.HTTP_PORT || 8787}/healthz`).then((r) => process.exit(r.ok ? 0 : 1), () => process.exit(1))"]
# The start of package.json: with the space for young objects that V8 begins with, a third of the time under load goes into
# clearing it.
CMD ["node", "--min-semi-space-size=16", "src/start.js"]
