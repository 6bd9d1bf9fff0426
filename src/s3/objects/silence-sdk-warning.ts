// Imported first by every entry: the AWS SDK's plea for a newer Node is for developers, not for those who read an account.
process.env['AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED'] ??= 'true';
