package dev.mekiki.cli;

import dev.mekiki.analysis.LicenseJson;
import dev.mekiki.domain.LicenseFinding;
import dev.mekiki.domain.UsageProfile;
import dev.mekiki.license.Examination;
import dev.mekiki.license.export.Examined;
import java.util.List;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** License verdicts for scripts. */
final class VerdictJson {
    private VerdictJson() {}

    static ObjectNode of(UsageProfile usage, List<Examined> examined) {
        ObjectNode node = JsonOutput.object().put("format", "mekiki.license/1").put("profile", usage.name());
        ArrayNode models = node.putArray("models");
        for (Examined model : examined) {
            LicenseFinding finding = model.license().finding();
            ObjectNode one = models.addObject().put("model", model.model()).put("verdict", finding.verdict().id());
            finding.evidence().ifPresent(evidence -> one.put("evidence", evidence.id()));
            LicenseJson.licenses(one.putArray("licenses"), finding.licenses(), model.license().lines());
            LicenseJson.reasons(one.putArray("reasons"), finding.reasons());
            LicenseJson.duties(one.putArray("duties"), finding.duties());
            InspectJson.strings(one.putArray("conflicts"), finding.conflicts());
            InspectJson.strings(one.putArray("missing"), finding.missing());
            LicenseJson.changes(one.putArray("changes"), finding.changes());
            read(one, model.license());
            one.put("disclaimer", finding.disclaimer());
        }
        return node;
    }

    private static void read(ObjectNode node, Examination examination) {
        ArrayNode files = node.putArray("files");
        examination.files().forEach(file -> {
            ObjectNode each = files.addObject().put("file", file.name()).put("role", file.role());
            file.sha256().ifPresent(hash -> each.put("sha256", hash));
        });
        examination.detected().ifPresent(detected -> {
            ObjectNode looks = node.putObject("looks_like").put("family", detected.family().name())
                    .put("by", detected.same() ? "architecture-and-vocabulary" : "tokenizer");
            InspectJson.strings(looks.putArray("licenses"), detected.family().licenses());
            InspectJson.strings(looks.putArray("evidence"), detected.evidence());
        });
    }
}
