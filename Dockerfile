# Tidemark's image: the CLI and its worker, and the Redshift emulator of docker-compose.yml.
FROM node:22-bookworm-slim AS build
WORKDIR /app
COPY package.json package-lock.json tsconfig.json ./
COPY packages/redshift-emulator/package.json packages/redshift-emulator/
COPY packages/devstack/package.json packages/devstack/
# Without scripts: "prepare" builds, and the sources come after the layer of the dependencies.
RUN npm ci --ignore-scripts --no-audit --no-fund
COPY src src
COPY packages packages
COPY scripts/cli-bundle scripts/cli-bundle
RUN npm run build && npm prune --omit=dev --ignore-scripts --no-audit --no-fund

FROM node:22-bookworm-slim
# Temporal's native client trusts the system's certificates, and the slim image has none.
RUN apt-get update && apt-get install -y --no-install-recommends ca-certificates && rm -rf /var/lib/apt/lists/*
ENV NODE_ENV=production
WORKDIR /app
COPY --from=build /app/package.json ./
COPY --from=build /app/node_modules node_modules
COPY --from=build /app/dist dist
COPY bin bin
USER node
CMD ["node", "bin/tidemark.js", "worker"]
