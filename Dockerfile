# A static binary on an empty base: no shell, no libraries, no user but a number.
FROM rust:1.95-alpine AS build
WORKDIR /callproof
COPY Cargo.toml Cargo.lock ./
COPY src src
COPY schemas schemas
COPY golden golden
RUN cargo build --locked --release

FROM scratch
COPY LICENSE-MIT LICENSE-APACHE /
COPY --from=build /callproof/target/release/callproof /callproof
WORKDIR /work
USER 65532:65532
ENTRYPOINT ["/callproof"]
