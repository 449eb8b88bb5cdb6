package dev.mekiki.engines.llamacpp;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * A package of prebuilt libraries in npm's registry: MIT-licensed, pinned by version and by the hash of its archive.
 *
 * @param platform operating system and processor
 * @param variant what it computes on
 * @param name in the registry
 * @param integrity as npm writes it, {@code sha512-…}
 * @param build of llama.cpp
 */
record Download(String platform, String variant, String name, String version, String integrity, String build) {
    private static final String SCOPE = "@node-llama-cpp/";
    private static final List<Download> KNOWN = List.of(
            linux("linux-x64", "cpu", "linux-x64",
                    "5uCCDNqWCNfaAm8aR/Uzxbo4HBpKgNF91kCHPepKhgMgV2OAmatoefbOlMihsqCiH2Od35E/eUHQCFbfRBJuOg=="),
            linux("linux-x64", "vulkan", "linux-x64-vulkan",
                    "bBxqU+JOcBu1nb5Qj2zcMci+JByT1E8EajHvYodyNfVIPkEhXh+/HMwR1/BT7xP08YK0hks+kM8fglER0P8JEg=="),
            linux("linux-x64", "cuda", "linux-x64-cuda",
                    "8rQCjyNNLZJUFit+YpjwlC4hwkKgOMIkB2wuycKBf8NU2O3ySKbiWZQ8aw9ku2nUTXjSnUIrE6KB88itduTBuA=="),
            linux("linux-arm64", "cpu", "linux-arm64",
                    "W+7naKCXX9/eEjjFmRS8vvx91QyLXDbeFxexZc3bh/PtQABZgmRL3C0AtYYXn4YGTj/3Qor4lWZn2tpjZFPLdQ=="),
            new Download("mac-arm64", "metal", SCOPE + "mac-arm64-metal", "3.21.1",
                    "sha512-6MIDAZV7DXD9R1+jEXWJkFuolni3GATGE6mmuyFYc6ZmtOh9djAy15df0T0AXK3sCmVKL+fQcOAWZezxx4MvQQ==",
                    "of package version 3.21.1"),
            new Download("win-x64", "cpu", SCOPE + "win-x64", "3.21.1",
                    "sha512-JcIpCnra7bAd7JNWA8ehdn2DIRaTMuj+fBC8bw+5rKSNzszWFbuj2XA05c5QHovonDMBLN1ePXE/hcfZtzXoUQ==",
                    "of package version 3.21.1"));

    private static Download linux(String platform, String variant, String name, String hash) {
        return new Download(platform, variant, SCOPE + name, "3.22.1", "sha512-" + hash, "v0.5.0");
    }

    /** Those for a platform, the one that suits most machines first. */
    static List<Download> of(String platform) {
        return KNOWN.stream().filter(one -> one.platform().equals(platform)).toList();
    }

    /** @return empty where there is none of this kind for the platform */
    static Optional<Download> find(String platform, Optional<String> variant) {
        return of(platform).stream().filter(one -> variant.isEmpty() || one.variant().equals(variant.get()))
                .findFirst();
    }

    /** This machine's: {@code linux-x64}. */
    static String here() {
        String system = System.getProperty("os.name").toLowerCase(Locale.ROOT);
        String os = system.startsWith("mac") ? "mac" : system.startsWith("win") ? "win" : "linux";
        return os + "-" + (System.getProperty("os.arch").equals("aarch64") ? "arm64" : "x64");
    }

    /** A project that has this package alone, which {@code npm ci} takes only if its hash is the one given. */
    Map<String, String> project() {
        String needs = "{\"" + name + "\":\"" + version + "\"}";
        return Map.of("package.json", "{\"private\":true,\"dependencies\":" + needs + "}", "package-lock.json",
                "{\"lockfileVersion\":3,\"requires\":true,\"packages\":{\"\":{\"dependencies\":" + needs
                        + "},\"node_modules/" + name + "\":{\"version\":\"" + version + "\",\"integrity\":\""
                        + integrity + "\"}}}");
    }
}
