package dev.mekiki.cli;

import dev.mekiki.domain.LicenseFinding;
import dev.mekiki.domain.UsageProfile;
import dev.mekiki.license.Examination;
import dev.mekiki.license.export.Examined;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** License verdicts for scripts. */
final class LicenseJson {
    private LicenseJson() {}

    static ObjectNode of(UsageProfile usage, List<Examined> examined) {
        ObjectNode node = JsonOutput.object().put("format", "mekiki.license/1").put("profile", usage.name());
        ArrayNode models = node.putArray("models");
        for (Examined model : examined) {
            LicenseFinding finding = model.license().finding();
            ObjectNode one = models.addObject().put("model", model.model()).put("verdict", finding.verdict().id());
            finding.evidence().ifPresent(evidence -> one.put("evidence", evidence.id()));
            licenses(one.putArray("licenses"), finding.licenses(), model.license().lines());
            reasons(one.putArray("reasons"), finding.reasons());
            duties(one.putArray("duties"), finding.duties());
            InspectJson.strings(one.putArray("conflicts"), finding.conflicts());
            InspectJson.strings(one.putArray("missing"), finding.missing());
            changes(one.putArray("changes"), finding.changes());
            read(one, model.license());
            one.put("disclaimer", finding.disclaimer());
        }
        return node;
    }

    private static void licenses(ArrayNode array, List<LicenseFinding.License> licenses, Map<String, Integer> lines) {
        for (LicenseFinding.License license : licenses) {
            ObjectNode each = array.addObject().put("id", license.id()).put("name", license.name());
            license.spdx().ifPresent(spdx -> each.put("spdx", spdx));
            each.put("source", license.source());
            if (lines.containsKey(license.source())) {
                each.put("line", lines.get(license.source()));
            }
            license.sha256().ifPresent(hash -> each.put("sha256", hash));
            each.put("match", license.match()).put("through", license.through());
        }
    }

    private static void reasons(ArrayNode array, List<LicenseFinding.Reason> reasons) {
        for (LicenseFinding.Reason reason : reasons) {
            ObjectNode each = array.addObject().put("clause", reason.clause());
            reason.quote().ifPresent(quote -> each.put("quote", quote));
            each.put("because", reason.because()).put("effect", reason.effect().id());
            reason.attribute().ifPresent(attribute -> each.put("attribute", attribute));
            reason.source().ifPresent(source -> {
                ObjectNode from = each.putObject("source").put("what", source.what());
                source.url().ifPresent(url -> from.put("url", url));
                from.put("read", source.read()).put("evidence", source.evidence().id());
            });
        }
    }

    private static void duties(ArrayNode array, List<LicenseFinding.Duty> duties) {
        for (LicenseFinding.Duty duty : duties) {
            ObjectNode each = array.addObject().put("what", duty.what()).put("clause", duty.clause());
            if (!duty.wordings().isEmpty()) {
                ArrayNode wordings = each.putArray("wordings");
                duty.wordings().forEach(wording -> wordings.addObject().put("place", wording.place())
                        .put("en", wording.en()).put("ja", wording.ja()));
            }
        }
    }

    private static void changes(ArrayNode array, List<LicenseFinding.Change> changes) {
        for (LicenseFinding.Change change : changes) {
            ArrayNode steps = array.addObject().put("verdict", change.verdict().id()).putArray("steps");
            change.steps().forEach(step -> steps.addObject().put("fact", step.fact()).put("from", step.from())
                    .put("to", step.to()));
        }
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
