package dev.mekiki.license.files;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A file whose name says that it speaks of licensing.
 *
 * @param sha256 in hex; absent where the file was not read
 * @param text absent where the file is too large or not plain text
 * @param role what its name makes of it
 */
public record LicenseFile(String name, Optional<String> sha256, Optional<String> text, Role role) {
    /** What a file's name makes of it. */
    public enum Role {
        /** The model's license, or part of it. */
        LICENSE,
        /** The license of the weights, named so to tell it from that of code. */
        MODEL,
        /** The license of code that comes with the model. */
        CODE,
        /** Attributions; may hold anything. */
        NOTICE,
        /** An acceptable use policy. */
        POLICY
    }

    private static final int LARGEST = 1 << 20;
    private static final int MOST_FILES = 40;
    private static final Pattern LICENSE = Pattern.compile(
            "(?i).*(?:licen[cs]e|copying|agreement|terms[ _-]of[ _-](?:use|service)|eula|利用規約|使用許諾|許諾|ライセンス|契約).*");
    private static final Pattern POLICY = Pattern
            .compile("(?i).*(?:use|usage|acceptable|prohibited)[ _-]?(?:use[ _-])?policy.*");
    private static final Pattern NOTICE = Pattern
            .compile("(?i)notice(?:\\..*)?|.*third[ _-]?party.*|attribution(?:\\..*)?");
    private static final Pattern CODE = Pattern.compile("(?i)licen[cs]e[ ._-]code.*|code[ ._-]licen[cs]e.*");
    private static final Pattern MODEL = Pattern
            .compile("(?i)licen[cs]e[ ._-](?:model|weights?)s?\\b.*|(?:model|weights?)[ ._-]licen[cs]e.*");
    private static final Pattern OTHER_FORMATS = Pattern
            .compile("(?i).*\\.(?:json|py|jpe?g|png|gif|svg|safetensors|bin|ya?ml|js|css)");

    /** @param linked name of a further file that a card's {@code license_link} leads to, if it is in this folder */
    public static List<LicenseFile> in(Path folder, Optional<String> linked) throws IOException {
        List<LicenseFile> files = new ArrayList<>();
        for (String name : BoundedFiles.names(folder)) {
            boolean meant = linked.filter(name::equals).isPresent();
            Optional<Role> role = meant && !name.equals(ModelCard.FILE) ? Optional.of(Role.LICENSE) : role(name);
            if (role.isPresent() && files.size() < MOST_FILES) {
                files.add(read(folder.resolve(name), name, role.get()));
            }
        }
        return files;
    }

    /** A file that another one leads to, whatever its name. */
    public static LicenseFile named(Path folder, String name) throws IOException {
        return read(folder.resolve(name), name, role(name).orElse(Role.LICENSE));
    }

    private static Optional<Role> role(String name) {
        if (OTHER_FORMATS.matcher(name).matches()) {
            return Optional.empty();
        }
        if (NOTICE.matcher(name).matches()) {
            return Optional.of(Role.NOTICE);
        }
        if (POLICY.matcher(name).matches()) {
            return Optional.of(Role.POLICY);
        }
        if (CODE.matcher(name).matches()) {
            return Optional.of(Role.CODE);
        }
        if (MODEL.matcher(name).matches()) {
            return Optional.of(Role.MODEL);
        }
        return LICENSE.matcher(name).matches() ? Optional.of(Role.LICENSE) : Optional.empty();
    }

    private static LicenseFile read(Path file, String name, Role role) throws IOException {
        Optional<byte[]> bytes = BoundedFiles.read(file, LARGEST);
        return new LicenseFile(name, bytes.map(BoundedFiles::sha256),
                bytes.map(BoundedFiles::text).filter(text -> text.indexOf('\0') < 0 && !text.startsWith("%PDF")),
                role);
    }

    /** Whether it was left unread because of its size. */
    public boolean tooLarge() {
        return sha256.isEmpty();
    }
}
