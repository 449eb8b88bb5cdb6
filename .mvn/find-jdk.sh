# Sourced by ./mekiki and ./mvnw: finds a JDK and leaves its home in MEKIKI_JDK (empty when there is none).
# find_jdk MINIMUM looks at JAVA_HOME, java on the PATH, and the usual places on Linux and macOS, in this order.

jdk_major() { # the feature release of the JDK at $1, read from its release file: no JVM is started
    [ -x "$1/bin/java" ] && [ -x "$1/bin/javac" ] || return 1
    if [ -r "$1/release" ]; then
        sed -n 's/^JAVA_VERSION="\{0,1\}\([0-9]*\).*/\1/p' "$1/release"
    else
        "$1/bin/java" -version 2>&1 | sed -n 's/.*version "\([0-9]*\).*/\1/p'
    fi
}

find_jdk() {
    MEKIKI_JDK=
    on_path=$(command -v javac 2>/dev/null) || on_path=
    if [ -n "$on_path" ]; then
        while [ -h "$on_path" ]; do
            link=$(readlink "$on_path")
            case $link in /*) on_path=$link ;; *) on_path=$(dirname "$on_path")/$link ;; esac
        done
        on_path=$(cd "$(dirname "$on_path")/.." 2>/dev/null && pwd)
    fi
    for jdk_home in "${JAVA_HOME-}" "$on_path" \
        /usr/lib/jvm/* /usr/lib64/jvm/* /usr/java/* /opt/java/* /opt/jdk* /opt/*jdk* /usr/local/lib/jvm/* \
        /Library/Java/JavaVirtualMachines/*/Contents/Home "${HOME-}"/Library/Java/JavaVirtualMachines/*/Contents/Home \
        /opt/homebrew/opt/openjdk*/libexec/openjdk.jdk/Contents/Home /usr/local/opt/openjdk*/libexec/openjdk.jdk/Contents/Home \
        "${SDKMAN_DIR:-${HOME-}/.sdkman}"/candidates/java/* "${HOME-}"/.jdks/* "${HOME-}"/.asdf/installs/java/* \
        "${HOME-}"/.local/share/mise/installs/java/* /home/linuxbrew/.linuxbrew/opt/openjdk*/libexec; do
        [ -n "$jdk_home" ] || continue
        major=$(jdk_major "$jdk_home") || continue
        if [ -n "$major" ] && [ "$major" -ge "$1" ] 2>/dev/null; then
            MEKIKI_JDK=$jdk_home
            return 0
        fi
    done
    return 1
}
