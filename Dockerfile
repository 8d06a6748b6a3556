# Builds Ringbox, and makes an image of what it needs to run. The packages of both stages are in scripts/packages.txt.

FROM docker.io/library/swift:6.3-bookworm AS builder
WORKDIR /source
COPY scripts/packages.txt scripts/install-packages.sh scripts/
RUN scripts/install-packages.sh build
# Fetched apart from the sources, so that a change of those does not fetch everything again.
COPY Package.swift Package.resolved* ./
RUN swift package resolve
COPY Sources Sources
COPY Tests Tests
RUN for product in ringbox ringbox-worker; do \
        swift build -c release --static-swift-stdlib --explicit-target-dependency-import-check error --product "$product" || exit 1; \
    done \
    && install -D --target-directory=/built .build/release/ringbox .build/release/ringbox-worker

FROM docker.io/library/debian:bookworm-slim
COPY scripts/packages.txt scripts/install-packages.sh /usr/local/share/ringbox/
RUN /usr/local/share/ringbox/install-packages.sh run \
    && rm -rf /var/lib/apt/lists/* /var/cache/apt/*.bin \
    && useradd --uid 10001 --user-group --no-create-home --home-dir /nonexistent --shell /usr/sbin/nologin ringbox \
    && install --directory --owner=ringbox --group=ringbox --mode=0700 /data \
    && install --directory /handlers
COPY --from=builder /built/ /usr/local/bin/

# By number, so that a cluster that refuses root can tell.
USER 10001:10001
WORKDIR /data
VOLUME /data
EXPOSE 8080 8081 4573
HEALTHCHECK --interval=10s --timeout=3s --start-period=20s CMD ["ringbox", "health", "--timeout", "2s", "--data", "/data"]
ENTRYPOINT ["ringbox", "serve", "--host", "0.0.0.0", "--admin-host", "127.0.0.1", "--handlers", "/handlers", "--data", "/data"]
